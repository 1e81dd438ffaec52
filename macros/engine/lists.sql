{# Lists of literals, and what is computed over them. #}

{#
    The sum of a formula over points, each with an x and a weight: the formula speaks of
    point['x'] and point['weight']. DuckDB: list_sum over list_transform, Spark: aggregate over an
    array of structs. NULL where the formula is.
#}
{% macro sum_over_points(points, formula) %}
    {{ return(adapter.dispatch('sum_over_points')(points, formula)) }}
{% endmacro %}

{% macro duckdb__sum_over_points(points, formula) -%}
    list_sum(
        list_transform(
            [
                {%- for x, weight in points %}
                { 'x': {{ x }}e0, 'weight': {{ weight }}e0 }{{ ',' if not loop.last }}
                {%- endfor %}
            ],
            lambda point: {{ formula }}
        )
    )
{%- endmacro %}
