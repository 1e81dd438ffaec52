{#
    Quantiles of all periods. To put the values of each period in order would be most of the work:
    they are counted in bins, by day and segment, which add up to periods; then only the values of
    the bins that a quantile lies in are put in order.
#}

{# How many rows of each day and segment have a value in which bin. #}
{% macro bins_by_segment(group, segments) -%}
    select
        kpi_day,
        bin,
        {{ grouped_by(segments) }},
        sum(cases) as cases
    from (
        select
            kpi_day,
            {%- for segment in segments %}
            by_{{ segment }},
            {%- endfor %}
            {{ bin_of('kpi_value') }} as bin,
            count(*) as cases
        from ({{ kpi_rows(group, segments) }}) as valued
        where kpi_value is not null
        group by kpi_day, {% for segment in segments %}by_{{ segment }}, {% endfor %}bin
    ) as binned
    group by {{ grouping_sets(['kpi_day', 'bin'], segments) }}
{%- endmacro %}


{#
    CTEs that end in ranked_1: the values of each period and segment in the bins that its quantile
    lies in, with how many values come up to each (reached), and how many there are (all_cases).
#}
{% macro ranked_in_periods(group, number, segments) -%}
{%- set place = place_of(group.share, 'bins.all_cases') -%}
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
        from {{ in_periods('days_' ~ number) }}
        group by period_grain, period_start, segment_by, segment, bin
    ) as bins_of_periods

),

-- For each day the bins that hold the quantile of a period which the day lies in.
looked_into_{{ number }} as (

    select
        days_in_periods.kpi_day,
        bins.period_grain,
        bins.period_start,
        bins.segment_by,
        bins.segment,
        bins.bin,
        bins.reached - bins.cases as cases_before,
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
        bins.reached > floor({{ place }})
        and bins.reached - bins.cases <= ceil({{ place }})

),

ranked_{{ number }} as (

    select
        bins.period_grain,
        bins.period_start,
        bins.segment_by,
        bins.segment,
        valued.kpi_value,
        bins.cases_before + row_number() over (
            partition by
                bins.period_grain, bins.period_start, bins.segment_by, bins.segment, bins.bin
            order by valued.kpi_value
        ) as reached,
        bins.all_cases
    from (
        {%- for segment in [none] + segments %}
        select
            kpi_day,
            '{{ segment or 'all' }}' as segment_by,
            {{ 'by_' ~ segment if segment else "'all'" }} as segment,
            {{ bin_of('kpi_value') }} as bin,
            kpi_value
        from ({{ kpi_rows(group, [segment] if segment else []) }}) as valued
        {{- ' union all' if not loop.last }}
        {%- endfor %}
    ) as valued
    inner join looked_into_{{ number }} as bins
        on
            valued.kpi_day = bins.kpi_day
            and valued.segment_by = bins.segment_by
            and valued.segment = bins.segment
            and valued.bin = bins.bin

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
