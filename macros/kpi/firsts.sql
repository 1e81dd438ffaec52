{#
    Distinct counts of all periods at once: a value counts in a period with the row whose row
    before, of the same value, lies in an earlier one. So days can be added up, where each
    period would else look at all its rows again.
#}

{#
    Values by day, with the day on which each was there before: at all (before_all), and in the
    same segment (before_store, ...).
#}
{% macro values_with_before(group, rows, segments) -%}
    select
        kpi_day,
        {%- for segment in segments_of_rows(segments) %}
        by_{{ segment }},
        lag(kpi_day) over (
            partition by {{ group.value }}, by_{{ segment }} order by kpi_day
        ) as before_{{ segment }},
        {%- endfor %}
        {%- if asks_for_people(segments) %}
        person_id,
        {%- endif %}
        lag(kpi_day) over (partition by {{ group.value }} order by kpi_day) as before_all
    from {{ rows }}
    where {{ group.value }} is not null
{%- endmacro %}


{# How many values of each day are new in its period of each grain: by segment, or by person. #}
{% macro firsts_by_segment(rows, segments) -%}
    {%- for segment in ['all'] + segments %}
    {%- set column = "'all'" if segment == 'all' else 'by_' ~ segment %}
    select
        kpi_day,
        '{{ segment }}' as segment_by,
        {{ column }} as segment,
        {{ new_in_grains('before_' ~ segment) }}
    from {{ rows }}
    group by kpi_day{{ ', ' ~ column if segment != 'all' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro firsts_by_person(rows) -%}
    select
        kpi_day,
        person_id,
        {{ new_in_grains('before_all') }}
    from {{ rows }}
    group by kpi_day, person_id
{%- endmacro %}


{# A count for each grain of the values that were not there before in the period of their day. #}
{% macro new_in_grains(before) -%}
    {%- for grain in ['day', 'week', 'month', 'quarter', 'year'] %}
        count(*) filter (
            where {{ before }} is null or {{ before }} < {{ period_start(grain, 'kpi_day') }}
        ) as new_in_{{ grain }},
    {%- endfor %}
        count(*) filter (
            where {{ before }} is null or {{ before }} < {{ week_from(
                "(select period_grain from grains where period_grain like 'week_from_%')",
                'kpi_day'
            ) }}
        ) as new_in_last_7_days
{%- endmacro %}


{# A period's distinct count from those counts, by the row's grain. #}
{% macro sum_of_firsts() -%}
    sum(
        case period_grain
            {%- for grain in ['day', 'week', 'month', 'quarter', 'year'] %}
            when '{{ grain }}' then new_in_{{ grain }}
            {%- endfor %}
            else new_in_last_7_days
        end
    )
{%- endmacro %}


{# The cells (kpi_cells) of counts by segment. #}
{% macro cells_of_firsts(group, rows, measures) -%}
    select
        period_grain,
        period_start,
        segment_by,
        segment
        {%- for name in measures %},
        cast({{ kpi_aggregate(group, name) }} as double) as {{ name }}
        {%- endfor %}
    from (
        select
            {{ rows }}.*,
            grains.period_grain,
            {{ by_grain('period_start', 'kpi_day') }} as period_start
        from {{ rows }}
        cross join grains
    ) as rows_in_periods
    group by period_grain, period_start, segment_by, segment
{%- endmacro %}
