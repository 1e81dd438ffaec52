{#
    A KPI that tells how many rows are there when a period ends: those that came in up to its
    last day and did not go out up to then. It has no numerator; nothing can be added up.

    rows      a mart
    comes_in  the column with a row's first day
    goes_out  the column with the day from which on it is there no more; NULL where it stays
    segments  beside `all`: the columns to break down by

    Days add up their movements and periods those of their days, so that what follows is as
    small as the calendar. A row that goes out before it comes in was never there.

    One row per period_grain, period_start, segment_by and segment.
#}
{% macro kpi_balance(
    rows,
    comes_in,
    goes_out,
    segments=[],
    grains=['day', 'week', 'last_7_days', 'month', 'quarter', 'year']
) %}
{%- set measures = {'moved': sum_of('movements', 'movement', day='moved_date')} -%}
{%- set group = kpi_groups(measures)[0] -%}
with

grains as (

    {{ kpi_grains(grains) }}

),

movements as (

    select
        *,
        {{ comes_in }} as moved_date,
        1 as movement
    from {{ rows }}

    union all

    select
        *,
        greatest({{ comes_in }}, {{ goes_out }}) as moved_date,
        -1 as movement
    from {{ rows }}
    where {{ goes_out }} is not null

),

rows_1 as (

    {{ kpi_rows(group, segments) }}

),

{{ cells_of_group(group, 1, segments, measures) }}

bounds as (

    select
        min({{ comes_in }}) as first_day,
        max({{ comes_in }}) as last_day
    from {{ rows }}

),

periods as (

    {{ kpi_periods([]) }}

),

segments as (

    select distinct
        segment_by,
        segment
    from cells_1

),

balanced as (

    select
        periods.period_grain,
        periods.period_start,
        segments.segment_by,
        segments.segment,
        sum(cells_1.moved) over (
            partition by periods.period_grain, segments.segment_by, segments.segment
            order by periods.period_start
            rows between unbounded preceding and current row
        ) as value
    from periods
    cross join segments
    left join cells_1
        on
            periods.period_grain = cells_1.period_grain
            and periods.period_start = cells_1.period_start
            and segments.segment_by = cells_1.segment_by
            and segments.segment = cells_1.segment

),

final as (

    select
        {{ told_grain('period_grain') }} as period_grain,
        period_start,
        segment_by,
        segment,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        value
    from balanced
    -- A segment has a row only where there is something to tell.
    where segment_by = 'all' or value <> 0

)

select * from final
{% endmacro %}
