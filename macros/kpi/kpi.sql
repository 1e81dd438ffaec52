{#
    A KPI for every period and segment, from its definition.

    numerator     a measure (macros/kpi/measures.sql): what is counted or added up; for a
                  quantile KPI the quantile
    denominator   a measure that the numerator is divided by; none for a count or a sum
    segments      beside `all`: the columns to break down by (`store` for store_id, ...)
    grains        the periods; all five unless said otherwise
    needs         marts without whose rows the KPI has none
    share_of_all  the denominator is that of all segments together, and there is no row `all`
    extras        further measures, by name, for `unknown_if`
    unknown_if    condition over the extras under which the numerator is not known

    One row per period_grain, period_start, segment_by and segment. `all` has a row for every
    period from the first to the last day of its rows; a segment has one where there is
    something to tell.
#}
{% macro kpi(
    numerator,
    denominator=none,
    segments=[],
    grains=['day', 'week', 'month', 'quarter', 'year'],
    needs=[],
    share_of_all=false,
    extras={},
    unknown_if=none
) %}
{%- set is_quantile = numerator.kind == 'quantile' -%}
{%- set measures = {'numerator': numerator} -%}
{%- if denominator %}{% do measures.update({'denominator': denominator}) %}{% endif -%}
{%- do measures.update(extras) -%}
{%- set groups = kpi_groups(measures) -%}
{%- set names = measures.keys() | list -%}
{%- if is_quantile %}{% do names.append('denominator') %}{% endif -%}
with

grains as (

    {{ kpi_grains(grains) }}

),
{%- for group in groups %}

rows_{{ loop.index }} as (

    {{ kpi_rows(group, segments) }}

),

cells_{{ loop.index }} as (

    {{ kpi_cells(group, 'rows_' ~ loop.index, segments, names) }}

),
{%- endfor %}

cells as (
    {% for group in groups %}
    select * from cells_{{ loop.index }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

merged as (

    select
        period_grain,
        period_start,
        segment_by,
        segment
        {%- for name in names %},
        sum({{ name }}) as {{ name }}
        {%- endfor %}
    from cells
    group by period_grain, period_start, segment_by, segment

),

bounds as (

    select
        min(first_day) as first_day,
        max(last_day) as last_day
    from (
        {%- for group in groups %}
        select
            min(kpi_day) as first_day,
            max(kpi_day) as last_day
        from rows_{{ loop.index }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as days

),

periods as (

    {{ kpi_periods(needs) }}

),

-- `all` has every period, the segments those in which something happened.
framed as (

    select
        periods.period_grain,
        periods.period_start,
        'all' as segment_by,
        'all' as segment
        {%- for name in names %},
        {{ name if is_quantile and name == 'numerator' else 'coalesce(' ~ name ~ ', 0)' }}
            as {{ name }}
        {%- endfor %}
    from periods
    left join merged
        on
            periods.period_grain = merged.period_grain
            and periods.period_start = merged.period_start
            and merged.segment_by = 'all'

    union all

    select
        merged.period_grain,
        merged.period_start,
        merged.segment_by,
        merged.segment
        {%- for name in names %},
        {{ name if is_quantile and name == 'numerator' else 'coalesce(' ~ name ~ ', 0)' }}
            as {{ name }}
        {%- endfor %}
    from merged
    inner join periods
        on
            merged.period_grain = periods.period_grain
            and merged.period_start = periods.period_start
    where merged.segment_by <> 'all'

),

told as (

    select
        period_grain,
        period_start,
        segment_by,
        segment,
        {%- if is_quantile %}
        cast(null as double) as numerator,
        numerator as quantile,
        {%- elif unknown_if %}
        case when not ({{ unknown_if }}) then numerator end as numerator,
        {%- else %}
        numerator,
        {%- endif %}
        {%- if share_of_all %}
        sum(case when segment_by = 'all' then denominator end) over (
            partition by period_grain, period_start
        ) as denominator
        {%- elif denominator or is_quantile %}
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
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        {%- if is_quantile %}
        cast(quantile as double) as value
        {%- elif denominator %}
        cast(numerator as double) / nullif(cast(denominator as double), 0) as value
        {%- else %}
        cast(numerator as double) as value
        {%- endif %}
    from told
    where
        {%- if share_of_all %}
        segment_by <> 'all' and numerator <> 0
        {%- elif denominator or is_quantile %}
        segment_by = 'all'
        or coalesce(numerator, 0) <> 0
        or denominator <> 0
        {%- else %}
        segment_by = 'all' or numerator <> 0
        {%- endif %}

)

select * from final
{% endmacro %}
