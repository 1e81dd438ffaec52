{#
    The pieces that kpi_control_limits is put together from: XmR charts after Wheeler. All in
    whole billionths: sums are then the same on every engine, and values that are equal are.
#}

{# CTEs that end in `without_weekdays`: daily values less what their weekday usually adds. #}
{% macro without_weekdays(rows) -%}
{{ baseline('of_weekday', rows, 'value', 'weekday_length', by=['weekday']) }},

{{ baseline('of_week', rows, 'value', 'baseline_length') }},

without_weekdays as (

    select
        of_week.kpi,
        of_week.period_grain,
        of_week.period_start,
        of_week.segment_by,
        of_week.segment,
        of_week.baseline_length,
        of_week.least_points,
        of_week.value,
        case
            when of_week.period_grain = 'day' then {{ whole(
                'cast(of_week.value as double) + ' ~ mean_of('of_week')
                ~ ' - ' ~ mean_of('of_weekday')
            ) }}
            else of_week.value
        end as adjusted_value
    from of_week
    inner join of_weekday
        on
            {{ same_series('of_week', 'of_weekday') }}
            and of_week.period_start = of_weekday.period_start

)
{%- endmacro %}


{# CTEs that end in `limited`: each point with the mean of its baseline, mean ± 2.66 mean moving
   ranges, and on which side of them it lies: 1 above, -1 below, 0 neither. #}
{% macro process_behaviour(rows) -%}
ranged as (

    select
        *,
        adjusted_value - lag(adjusted_value) over (
            partition by kpi, period_grain, segment_by, segment order by period_start
        ) as step,
        lag(period_start) over (
            partition by kpi, period_grain, segment_by, segment order by period_start
        ) as period_before
    from {{ rows }}

),

with_ranges as (

    select
        *,
        abs(step) as moving_range
    from ranged

),

{{ baseline('of_values', 'with_ranges', 'adjusted_value', 'baseline_length') }},

{{ baseline('of_ranges', 'with_ranges', 'moving_range', 'baseline_length', skip=1) }},

centered as (

    select
        of_values.*,
        case
            when of_values.of_values_points >= of_values.least_points
                then {{ whole(mean_of('of_values')) }}
        end as center_line,
        {{ whole('2.66e0 * ' ~ mean_of('of_ranges')) }} as reach
    from of_values
    inner join of_ranges
        on
            {{ same_series('of_values', 'of_ranges') }}
            and of_values.period_start = of_ranges.period_start

),

limited as (

    select
        *,
        center_line - reach as lower_limit,
        center_line + reach as upper_limit,
        sign(adjusted_value - center_line) as side,
        case
            when adjusted_value > center_line + reach then 1
            when adjusted_value < center_line - reach then -1
            else 0
        end as beyond,
        sign(step) as direction
    from centered

)
{%- endmacro %}


{# NULL of no points: a series of one point has no range, and no sum of ranges. #}
{% macro mean_of(baseline) -%}
    cast({{ baseline }}.{{ baseline }}_sum as double) / {{ baseline }}.{{ baseline }}_points
{%- endmacro %}


{# A double as a whole number, half rounded away from zero. #}
{% macro whole(value) -%}
    cast(round({{ value }}) as decimal(26, 0))
{%- endmacro %}
