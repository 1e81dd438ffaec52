{# One step of the visit funnel: how many visits reached it, and how many the step before. #}
{% macro funnel_step(number, step, visits, visits_before) -%}
    select
        period_grain,
        period_start,
        segment_by,
        segment,
        {{ number }} as step_number,
        '{{ step }}' as step,
        {{ visits }} as visits,
        visits as all_visits,
        {{ visits_before or 'cast(null as double)' }} as visits_before
    from framed
{%- endmacro %}
