{#
    A KPI for every period and segment, from its definition.

    numerator     a measure (macros/kpi/measures.sql): what is counted or added up; for a
                  quantile KPI the quantile
    denominator   a measure that the numerator is divided by; none for a count or a sum
    segments      beside `all`: the columns to break down by (`store` for store_id, ...);
                  gender and age_group are those of the rows' person_id (audience.sql)
    grains        the periods; all six unless said otherwise
    needs         marts without whose rows the KPI has none
    share_of_all  the denominator is that of all segments together, and there is no row `all`
    extras        further measures, by name, for `unknown_if`
    unknown_if    condition over the extras under which the numerator is not known

    One row per period_grain, period_start, segment_by and segment.
#}
{% macro kpi(
    numerator,
    denominator=none,
    segments=[],
    grains=['day', 'week', 'last_7_days', 'month', 'quarter', 'year'],
    needs=[],
    share_of_all=false,
    extras={},
    unknown_if=none
) %}
{%- set is_quantile = numerator.kind == 'quantile' -%}
{%- if is_quantile %}{% set denominator = dict(numerator, kind='cases') %}{% endif -%}
{%- set measures = {'numerator': numerator} -%}
{%- if denominator %}{% do measures.update({'denominator': denominator}) %}{% endif -%}
{%- do measures.update(extras) -%}
with

{{ framed(measures, segments, grains, needs) }},

told as (

    select
        {{ told_grain('period_grain') }} as period_grain,
        period_start,
        segment_by,
        segment,
        {%- if is_quantile %}
        numerator as quantile,
        cast(null as double) as numerator,
        {%- elif unknown_if %}
        case when not ({{ unknown_if }}) then numerator end as numerator,
        {%- else %}
        numerator,
        {%- endif %}
        {%- if share_of_all %}
        sum(case when segment_by = 'all' then denominator end) over (
            partition by period_grain, period_start
        ) as denominator
        {%- elif denominator %}
        denominator
        {%- else %}
        cast(null as double) as denominator
        {%- endif %}
    from framed

),

final as (

    select
        period_grain,
        period_start,
        segment_by,
        segment,
        numerator,
        denominator,
        {%- if is_quantile %}
        quantile as value
        {%- elif denominator %}
        numerator / nullif(denominator, 0) as value
        {%- else %}
        numerator as value
        {%- endif %}
    from told
    -- A segment has a row only where there is something to tell.
    where
        {%- if share_of_all %}
        segment_by <> 'all' and numerator <> 0
        {%- else %}
        segment_by = 'all'
        or numerator <> 0
        or denominator <> 0
        {%- endif %}

)

select * from final
{% endmacro %}
