{#
    The grains that a KPI is told for, one row each. `last_7_days` are stretches of seven days,
    counted back from the last day that is over by as_of: weeks that begin on the weekday of
    as_of. The grain is named after it (week_from_3: Wednesday), so that a day and the name of
    a grain are all that it takes to find a period.
#}
{% macro kpi_grains(grains) -%}
    {%- for grain in grains %}
    {%- if grain == 'last_7_days' %}
    select concat('week_from_', {{ weekday_of('as_of_date') }}) as period_grain
    from {{ ref('int_as_of_resolved') }}
    where as_of_date is not null
    {%- else %}
    select '{{ grain }}' as period_grain
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}


{# The name by which readers know a grain. #}
{% macro told_grain(grain) -%}
    case when {{ grain }} like 'week_from_%' then 'last_7_days' else {{ grain }} end
{%- endmacro %}


{# `period_start` or `period_end` of a day, by the row's grain. Weeks from any weekday end alike. #}
{% macro by_grain(boundary, day) -%}
    {%- set week = ['week'] if boundary == 'period_start' else [] -%}
    case grains.period_grain
        {%- for grain in ['day'] + week + ['month', 'quarter', 'year'] %}
        when '{{ grain }}'
            then {{ period_start(grain, day) if boundary == 'period_start'
                else period_end(grain, day) }}
        {%- endfor %}
        else {{ week_from('grains.period_grain', day) if boundary == 'period_start'
            else period_end('week', day) }}
    end
{%- endmacro %}


{# First day of a day's week, where weeks begin on the weekday that ends the grain's name. #}
{% macro week_from(grain, day) -%}
    {%- set to_monday = 'mod(8 - cast(right(' ~ grain ~ ', 1) as integer), 7)' -%}
    {{ period_start('week', day ~ ' + ' ~ to_monday) }} - {{ to_monday }}
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
