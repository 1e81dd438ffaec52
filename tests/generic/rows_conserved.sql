{#
    Fails if a judged entity has more or fewer rows than its systems landed, or a row without
    one of the four verdicts.
#}
{% test rows_conserved(model, entity) %}
with

landed as (

    select count(*) as row_count
    from ({{ all_systems(entity) }}) as systems

),

judged as (

    select
        count(*) as row_count,
        count(*) filter (
            where verdict in ('accepted', 'duplicate', 'waiting')
            and quarantine_reason is null
            or verdict = 'quarantined' and quarantine_reason is not null
        ) as told
    from {{ model }}

)

select
    landed.row_count as landed,
    judged.row_count as judged,
    judged.told
from landed
cross join judged
where landed.row_count <> judged.row_count or judged.row_count <> judged.told
{% endtest %}
