{#
    Rows of a KPI model that break what every KPI keeps: its key is whole and unique, a ratio
    is its numerator over its denominator, nothing is divided by zero, and a segment has a row
    only where there is something to tell.
#}
{% test is_a_kpi(model) %}
select *
from (
    select
        *,
        count(*) over (
            partition by period_grain, period_start, segment_by, segment
        ) as rows_with_key
    from {{ model }}
) as counted
where
    rows_with_key > 1
    or period_grain not in ('day', 'week', 'last_7_days', 'month', 'quarter', 'year')
    or period_start is null
    or segment_by is null
    or segment is null
    or (segment_by = 'all' and segment <> 'all')
    or (denominator = 0 and value is not null)
    or (
        numerator is not null
        and value is distinct from coalesce(
            case when denominator <> 0 then numerator / denominator end,
            case when denominator is null then numerator end
        )
    )
    or (
        segment_by <> 'all'
        and coalesce(numerator, 0) = 0
        and coalesce(denominator, 0) = 0
        and coalesce(value, 0) = 0
    )
{% endtest %}
