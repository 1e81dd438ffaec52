{# The grains that a KPI is told for, one row each. #}
{% macro kpi_grains(grains) -%}
    {%- for grain in grains %}
    select '{{ grain }}' as period_grain
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}


{# `period_start` or `period_end` of a day, by the row's grain. #}
{% macro by_grain(boundary, day) -%}
    case grains.period_grain
        {%- for grain in ['day', 'week', 'month', 'quarter', 'year'] %}
        when '{{ grain }}'
            then {{ period_start(grain, day) if boundary == 'period_start'
                else period_end(grain, day) }}
        {%- endfor %}
    end
{%- endmacro %}


{# Every period from the first day of a KPI's rows to the last; none where a mart that the KPI
   can't do without is empty. #}
{% macro kpi_periods(needs) -%}
    select distinct
        grains.period_grain,
        {{ by_grain('period_start', 'days.day') }} as period_start
    from (
        select {{ days_through('first_day', 'last_day') }} as day
        from bounds
    ) as days
    cross join grains
    {%- for mart in needs %}
    {{ 'where' if loop.first else 'and' }} exists (select 1 from {{ mart }})
    {%- endfor %}
{%- endmacro %}
