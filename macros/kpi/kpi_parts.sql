{# The pieces that `kpi` is put together from. #}

{# Measures over the same rows, by the same day, that are counted the same way, together. #}
{% macro kpi_groups(measures) %}
    {% set groups = {} %}
    {% for name, measure in measures.items() %}
        {% set way = way_to_count(measure) %}
        {% set value = measure.value if way in ['by_first', 'by_value'] %}
        {% set key = [
            measure.rows, measure.day, measure.where, way, value, measure.share
        ] | join('|') %}
        {% if key not in groups %}
            {% do groups.update({key: {
                'rows': measure.rows, 'day': measure.day, 'where': measure.where,
                'way': way, 'value': value, 'share': measure.share, 'measures': {},
            }}) %}
        {% endif %}
        {% do groups[key].measures.update({name: measure}) %}
    {% endfor %}
    {{ return(groups.values() | list) }}
{% endmacro %}


{#
    How a measure is counted: by adding up days (additive), each value where it is first met in a
    period (by_first), by putting in order what is near a quantile (by_value), or in each period
    anew, where its condition asks for the period's end (anew).
#}
{% macro way_to_count(measure) %}
    {% if measure.kind == 'sum' %}{{ return('additive') }}{% endif %}
    {% if measure.kind in ['quantile', 'cases'] %}{{ return('by_value') }}{% endif %}
    {{ return('anew' if 'period_end' in measure.value else 'by_first') }}
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
        {%- if group.way == 'additive' %}
        {%- if people %}
        person_id,
        {%- endif %}
        {%- for name, measure in group.measures.items() %}
        sum({{ measure.value }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
        {%- elif group.way == 'by_value' %}
        cast({{ group.value }} as double) as kpi_value
        {%- else %}
        *
        {%- endif %}
    from {{ group.rows }}
    where
        {{ group.day }} is not null
        {%- if group.where %}
        and {{ group.where }}
        {%- endif %}
    {%- if group.way == 'additive' %}
    group by kpi_day
        {%- for segment in segments %}, by_{{ segment }}{% endfor %}
        {{- ', person_id' if people }}
    {%- endif %}
{%- endmacro %}
