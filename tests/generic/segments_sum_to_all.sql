{#
    Periods in which the segments of a count or a sum do not add up to `all`, for the KPIs
    named and every segment they have; a named KPI without any segment fails too.
#}
{% test segments_sum_to_all(model, kpis) %}
with

totals as (

    select
        kpi,
        period_grain,
        period_start,
        numerator
    from {{ model }}
    where segment_by = 'all'

),

segments as (

    select
        kpi,
        segment_by,
        period_grain,
        period_start,
        sum(numerator) as numerator
    from {{ model }}
    where segment_by <> 'all'
    group by kpi, segment_by, period_grain, period_start

),

broken_down as (

    select distinct
        kpi,
        segment_by
    from segments

)

select
    totals.kpi,
    totals.period_grain,
    totals.period_start,
    broken_down.segment_by,
    totals.numerator as of_all,
    segments.numerator as of_segments
from totals
left join broken_down on totals.kpi = broken_down.kpi
left join segments
    on
        broken_down.kpi = segments.kpi
        and broken_down.segment_by = segments.segment_by
        and totals.period_grain = segments.period_grain
        and totals.period_start = segments.period_start
where
    totals.kpi in ('{{ kpis | join("', '") }}')
    -- Values are doubles; money has four decimals.
    and abs(totals.numerator - coalesce(segments.numerator, 0)) > 0.00005
{% endtest %}
