{#
    Quantiles of all periods from how many rows of each day and segment have which value: days
    can be added up, where each period would else hold the values of all its rows.
#}

{# How many rows of each day and segment have which value. #}
{% macro cases_by_segment(rows, segments) -%}
    select
        kpi_day,
        kpi_value,
        {{ bin_of('kpi_value') }} as bin,
        {{ grouped_by(segments) }},
        sum(cases) as cases
    from {{ rows }}
    where kpi_value is not null
    group by {{ grouping_sets(['kpi_day', 'kpi_value'], segments) }}
{%- endmacro %}


{#
    CTEs that end in ranked_1: the values of each period and segment near the quantile, with how
    many rows have one up to it (reached), and any (all_cases). To put all values in order would be
    most of the work: they are counted in bins first, and only the quantile's bin is put in order.
#}
{% macro ranked_in_periods(number, share) -%}
bins_of_days_{{ number }} as (

    select
        kpi_day,
        segment_by,
        segment,
        bin,
        sum(cases) as cases
    from days_{{ number }}
    group by kpi_day, segment_by, segment, bin

),

bins_{{ number }} as (

    select
        *,
        sum(cases) over (
            partition by period_grain, period_start, segment_by, segment order by bin
        ) as reached,
        sum(cases) over (
            partition by period_grain, period_start, segment_by, segment
        ) as all_cases
    from (
        select
            period_grain,
            period_start,
            segment_by,
            segment,
            bin,
            sum(cases) as cases
        from {{ in_periods('bins_of_days_' ~ number) }}
        group by period_grain, period_start, segment_by, segment, bin
    ) as binned

),

ranked_{{ number }} as (

    select
        bins.period_grain,
        bins.period_start,
        bins.segment_by,
        bins.segment,
        days_in_periods.kpi_value,
        bins.reached - bins.cases + sum(days_in_periods.cases) over (
            partition by
                bins.period_grain, bins.period_start, bins.segment_by, bins.segment, bins.bin
            order by days_in_periods.kpi_value
        ) as reached,
        bins.all_cases
    from {{ in_periods('days_' ~ number) }}
    inner join bins_{{ number }} as bins
        on
            days_in_periods.period_grain = bins.period_grain
            and days_in_periods.period_start = bins.period_start
            and days_in_periods.segment_by = bins.segment_by
            and days_in_periods.segment = bins.segment
            and days_in_periods.bin = bins.bin
    where
        bins.reached > floor({{ place_of(share, 'bins.all_cases') }})
        and bins.reached - bins.cases <= ceil({{ place_of(share, 'bins.all_cases') }})

),
{%- endmacro %}


{# A number that is no smaller for a larger value, and alike for values that are close. #}
{% macro bin_of(value) -%}
    floor(64 * sign({{ value }}) * log2(1 + abs({{ value }})))
{%- endmacro %}


{# How many of so many values come before a quantile; a whole number where it is one of them. #}
{% macro place_of(share, cases) -%}
    {{ share }} * cast({{ cases }} - 1 as double)
{%- endmacro %}


{# A continuous quantile of ranked values: between two of them what lies in proportion. #}
{% macro quantile_of_ranked(share) -%}
    {%- set place = place_of(share, 'all_cases') -%}
    {%- set low = 'min(case when reached > floor(' ~ place ~ ') then kpi_value end)' -%}
    {%- set high = 'min(case when reached > ceil(' ~ place ~ ') then kpi_value end)' -%}
    {{ low }} + ({{ high }} - {{ low }}) * max({{ place }} - floor({{ place }}))
{%- endmacro %}
