{# From a group's rows to what each period and segment has of its measures. #}

{#
    CTEs from a group's rows (rows_1) to its cells (cells_1): every measure for each period and
    segment; NULL for the measures of other groups.
#}
{% macro cells_of_group(group, number, segments, measures) -%}
{%- set rows, days = 'rows_' ~ number, 'days_' ~ number -%}
{%- if group.way == 'anew' -%}
cells_{{ number }} as (

    {{ cells_of_periods(group, in_periods_with_end(rows), segments, measures) }}

),
{%- else -%}
days_{{ number }} as (

    {{ sums_by_segment(group, rows, segments) if group.way == 'additive'
        else firsts_by_segment(group, segments) if group.way == 'by_first'
        else bins_by_segment(group, segments) }}

),
{%- if group.way == 'by_value' %}

{{ ranked_in_periods(group, number, segments) }}
{%- endif %}

cells_{{ number }} as (

    select
        period_grain,
        period_start,
        segment_by,
        segment
        {%- for name in measures %},
        cast({{ kpi_aggregate(group, name) }} as double) as {{ name }}
        {%- endfor %}
    from {{ 'ranked_' ~ number if group.way == 'by_value' else in_periods(days) }}
    group by period_grain, period_start, segment_by, segment

),
{%- endif %}
{%- endmacro %}


{# Rows of days once for each grain, with the period that their day lies in. #}
{% macro in_periods(days) -%}
    (
        select
            {{ days }}.*,
            grains.period_grain,
            {{ by_grain('period_start', 'kpi_day') }} as period_start
        from {{ days }}
        cross join grains
    ) as days_in_periods
{%- endmacro %}


{# The sums of a group's rows for each day and segment: days can be added up to periods. #}
{% macro sums_by_segment(group, rows, segments) -%}
    select
        kpi_day,
        {{ grouped_by(segments) }}
        {%- for name in group.measures %},
        sum({{ name }}) as {{ name }}
        {%- endfor %}
    from {{ rows }}
    group by {{ grouping_sets(['kpi_day'], segments) }}
{%- endmacro %}


{# Rows once for each grain, with the period that their day lies in and its end. #}
{% macro in_periods_with_end(rows) -%}
    (
        select
            {{ rows }}.*,
            grains.period_grain,
            {{ by_grain('period_start', 'kpi_day') }} as period_start,
            {{ by_grain('period_end', 'period_start') }} as period_end
        from {{ rows }}
        cross join grains
    ) as rows_in_periods
{%- endmacro %}


{# The cells of rows that are by period already; `all` has none where people are told of. #}
{% macro cells_of_periods(group, rows, segments, measures, has_all=true) -%}
    select
        period_grain,
        period_start,
        {{ grouped_by(segments) }}
        {%- for name in measures %},
        cast({{ kpi_aggregate(group, name) }} as double) as {{ name }}
        {%- endfor %}
    from {{ rows }}
    group by {{ grouping_sets(['period_grain', 'period_start'], segments, has_all) }}
{%- endmacro %}


{# By some columns and each segment, and (has_all) by them alone. #}
{% macro grouping_sets(columns, segments, has_all=true) -%}
    {%- set sets = [columns] if has_all else [] -%}
    {%- for segment in segments %}{% do sets.append(columns + ['by_' ~ segment]) %}{% endfor -%}
    grouping sets (
        {%- for set in sets %}
        ({{ set | join(', ') }}){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}


{# `segment_by` and `segment` of a row that is grouped by one segment, or by none. #}
{% macro grouped_by(segments) -%}
        coalesce(
            {%- for segment in segments %}
            case when grouping(by_{{ segment }}) = 0 then '{{ segment }}' end,
            {%- endfor %}
            'all'
        ) as segment_by,
        -- Of all segment columns just the one that the row is grouped by is not NULL.
        coalesce({% for segment in segments %}by_{{ segment }}, {% endfor %}'all') as segment
{%- endmacro %}


{# How a measure is put together from the rows of its group. #}
{% macro kpi_aggregate(group, name) -%}
    {%- set measure = group.measures.get(name) -%}
    {%- if not measure -%}
    null
    {%- elif group.way == 'by_first' -%}
    {{ sum_of_firsts() }}
    {%- elif group.way == 'additive' -%}
    sum({{ name }})
    {%- elif group.way == 'anew' -%}
    count(distinct {{ measure.value }})
    {%- elif measure.kind == 'cases' -%}
    max(all_cases)
    {%- else -%}
    {{ quantile_of_ranked(measure.share) }}
    {%- endif -%}
{%- endmacro %}
