{# The pieces that `kpi` is put together from. #}

{# Measures over the same rows, by the same day, that are counted the same way, together. #}
{% macro kpi_groups(measures) %}
    {% set groups = {} %}
    {% for name, measure in measures.items() %}
        {% set by_first = measure.kind == 'distinct' and 'period_end' not in measure.value %}
        {% set told = {'sum': 'sum', 'distinct': measure.value if by_first}.get(measure.kind) %}
        {% set key = [measure.rows, measure.day, measure.where, told] | join('|') %}
        {% if key not in groups %}
            {% do groups.update({key: {
                'rows': measure.rows, 'day': measure.day, 'where': measure.where,
                'additive': measure.kind == 'sum', 'by_first': by_first,
                'value': measure.value if by_first, 'measures': {},
            }}) %}
        {% endif %}
        {% do groups[key].measures.update({name: measure}) %}
    {% endfor %}
    {{ return(groups.values() | list) }}
{% endmacro %}


{# The column that a segment is told by, where it has another name than the segment. #}
{% macro segment_column(segment) %}
    {{ return({'store': 'store_id', 'campaign': 'campaign_id'}.get(segment, segment)) }}
{% endmacro %}


{#
    The rows of one group, with their day (kpi_day) and segments (by_store, ...; a missing one
    is `unknown`). Additive measures are summed to days here, so that what follows is small;
    `people`: for each person (person_id) instead of each segment.
#}
{% macro kpi_rows(group, segments, people=false) -%}
    select
        {{ group.day }} as kpi_day,
        {%- for segment in segments %}
        coalesce(cast({{ segment_column(segment) }} as string), 'unknown')
            as by_{{ segment }},
        {%- endfor %}
        {%- if group.additive %}
        {%- if people %}
        person_id,
        {%- endif %}
        {%- for name, measure in group.measures.items() %}
        sum({{ measure.value }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
        {%- else %}
        *
        {%- endif %}
    from {{ group.rows }}
    where
        {{ group.day }} is not null
        {%- if group.where %}
        and {{ group.where }}
        {%- endif %}
    {%- if group.additive %}
    group by kpi_day
        {%- for segment in segments %}, by_{{ segment }}{% endfor %}
        {{- ', person_id' if people }}
    {%- endif %}
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
    group by grouping sets (
        (kpi_day)
        {%- for segment in segments %},
        (kpi_day, by_{{ segment }})
        {%- endfor %}
    )
{%- endmacro %}


{# Every measure for each period and segment, from what days have; NULL for those of others. #}
{% macro cells_of_days(group, days, measures) -%}
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
            {{ days }}.*,
            grains.period_grain,
            {{ by_grain('period_start', 'kpi_day') }} as period_start
        from {{ days }}
        cross join grains
    ) as days_in_periods
    group by period_grain, period_start, segment_by, segment
{%- endmacro %}


{#
    The same from a group's rows, for measures that no sum of days can tell.
    `people`: the rows are by period already (audience.sql).
#}
{% macro kpi_cells(group, rows, segments, measures, people=false) -%}
    select
        period_grain,
        period_start,
        {{ grouped_by(segments) }}
        {%- for name in measures %},
        cast({{ kpi_aggregate(group, name) }} as double) as {{ name }}
        {%- endfor %}
    from (
        {%- if people %}
        select * from {{ rows }}
        {%- else %}
        select
            {{ rows }}.*,
            grains.period_grain,
            {{ by_grain('period_start', 'kpi_day') }} as period_start
            {%- if asks_for_period_end(group) %},
            {{ by_grain('period_end', 'period_start') }} as period_end
            {%- endif %}
        from {{ rows }}
        cross join grains
        {%- if not asks_for_period_end(group) %}
        -- What has no value would be put into every period and tell of nothing there.
        where
            {%- for value in group.measures.values() | map(attribute='value') | unique %}
            {{ 'or ' if not loop.first }}({{ value }}) is not null
            {%- endfor %}
        {%- endif %}
        {%- endif %}
    ) as rows_in_periods
    group by grouping sets (
        {%- if not people %}
        (period_grain, period_start){{ ',' if segments }}
        {%- endif %}
        {%- for segment in segments %}
        (period_grain, period_start, by_{{ segment }}){{ ',' if not loop.last }}
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


{# Whether a measure's condition names the first day after the period. #}
{% macro asks_for_period_end(group) %}
    {% for measure in group.measures.values() if 'period_end' in measure.value %}
        {{ return(true) }}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}


{# How a measure is put together from the rows of its group. #}
{% macro kpi_aggregate(group, name) -%}
    {%- set measure = group.measures.get(name) -%}
    {%- if not measure -%}
    null
    {%- elif group.by_first -%}
    {{ sum_of_firsts() }}
    {%- elif measure.kind == 'sum' -%}
    sum({{ name }})
    {%- elif measure.kind == 'distinct' -%}
    count(distinct {{ measure.value }})
    {%- elif measure.kind == 'cases' -%}
    count({{ measure.value }})
    {%- else -%}
    {{ quantile(measure.value, measure.share) }}
    {%- endif -%}
{%- endmacro %}
