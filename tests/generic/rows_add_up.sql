{# Entities whose landed rows are not accepted + quarantined + duplicates + waiting. #}
{% test rows_add_up(model) %}
select
    entity,
    sum(case when measure = 'landed' then value end) as landed,
    sum(case when measure <> 'landed' then value end) as accounted_for
from {{ model }}
where
    measure in ('landed', 'accepted', 'quarantined', 'duplicates', 'waiting')
    and detail = 'all'
group by entity
having
    sum(case when measure = 'landed' then value end)
    <> sum(case when measure <> 'landed' then value end)
{% endtest %}
