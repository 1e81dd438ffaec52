{#
    Periods in which a column's sum is not what a KPI says for all segments together: its
    numerator, or another `part`. A model that is told by months alone names its column `month`.
#}
{% test sums_to_kpi(model, column, kpi, part='numerator', month=none) %}
with

summed as (

    select
        {{ "'month'" if month else 'period_grain' }} as grain,
        {{ month or 'period_start' }} as start,
        sum({{ column }}) as total
    from {{ model }}
    group by 1, 2

),

told as (

    select
        period_grain as grain,
        period_start as start,
        {{ part }} as total
    from {{ kpi }}
    where
        segment_by = 'all'
        {%- if month %}
        and period_grain = 'month'
        {%- else %}
        and period_grain <> 'last_7_days'
        {%- endif %}

)

select
    told.grain,
    told.start,
    summed.grain as grain_of_model,
    summed.start as start_of_model,
    told.total as of_kpi,
    summed.total as of_model
from told
full outer join summed
    on told.grain = summed.grain and told.start = summed.start
where coalesce(told.total, 0) <> coalesce(summed.total, 0)
{% endtest %}
