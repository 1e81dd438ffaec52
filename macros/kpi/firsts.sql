{#
    Distinct counts of all periods at once: a value counts in a period with the row whose row
    before, of the same value, lies in an earlier one. So days can be added up, where each
    period would else look at all its rows again.
#}

{# How many values of each day are new in its period of each grain: by segment, or by person. #}
{% macro firsts_by_segment(group, segments) -%}
    select
        kpi_day,
        'all' as segment_by,
        'all' as segment,
        {{ new_in_grains() }}
    from {{ with_day_before(group) }}
    group by kpi_day
    {%- for segment in segments %}

    union all

    select
        kpi_day,
        '{{ segment }}' as segment_by,
        by_{{ segment }} as segment,
        {{ new_in_grains() }}
    from {{ with_day_before(group, segment) }}
    group by kpi_day, by_{{ segment }}
    {%- endfor %}
{%- endmacro %}

{% macro firsts_by_person(group) -%}
    select
        kpi_day,
        person_id,
        {{ new_in_grains() }}
    from {{ with_day_before(group) }}
    group by kpi_day, person_id
{%- endmacro %}


{#
    A group's rows with the day on which their value was there before (day_before): at all, or in
    the same segment. Each segment reads the mart for itself: all of them at once would be carried
    through every sort.
#}
{% macro with_day_before(group, segment=none) -%}
    (
        select
            *,
            lag(kpi_day) over (
                partition by {{ group.value }}{{ ', by_' ~ segment if segment }}
                order by kpi_day
            ) as day_before
        from (
            {{ kpi_rows(group, [segment] if segment else []) }}
        ) as rows_of_days
        where {{ group.value }} is not null
    ) as valued
{%- endmacro %}


{# A count for each grain of the values that were not there before in the period of their day. #}
{% macro new_in_grains() -%}
    {%- for grain in ['day', 'week', 'month', 'quarter', 'year'] %}
        count(*) filter (
            where day_before is null or day_before < {{ period_start(grain, 'kpi_day') }}
        ) as new_in_{{ grain }},
    {%- endfor %}
        count(*) filter (
            where day_before is null or day_before < {{ week_from(
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
