{#
    The sum of a formula over values, which it calls by a name. DuckDB: list_sum over
    list_transform, Spark: aggregate over an array. NULL where the formula is.
#}
{% macro sum_over(values, name, formula) %}
    {{ return(adapter.dispatch('sum_over')(values, name, formula)) }}
{% endmacro %}

{% macro duckdb__sum_over(values, name, formula) -%}
    list_sum(
        list_transform([{{ values | join(', ') }}], lambda {{ name }}: {{ formula }})
    )
{%- endmacro %}

{% macro spark__sum_over(values, name, formula) -%}
    aggregate(
        array({{ values | join(', ') }}),
        cast(0 as double),
        (total, {{ name }}) -> total + {{ formula }}
    )
{%- endmacro %}


{# One value of named parts, which are asked for as record['part']. #}
{% macro record(parts) %}{{ return(adapter.dispatch('record')(parts)) }}{% endmacro %}

{% macro duckdb__record(parts) -%}
    {
        {%- for name, value in parts.items() %} '{{ name }}': {{ value }}
            {{- ',' if not loop.last }}
        {%- endfor %} }
{%- endmacro %}

{% macro spark__record(parts) -%}
    named_struct(
        {%- for name, value in parts.items() %} '{{ name }}', {{ value }}
            {{- ',' if not loop.last }}
        {%- endfor %} )
{%- endmacro %}


{# The texts of a group in their order, as one text. #}
{% macro joined(text) %}{{ return(adapter.dispatch('joined')(text)) }}{% endmacro %}

{% macro duckdb__joined(text) -%}
    string_agg({{ text }}, ' ' order by {{ text }})
{%- endmacro %}

{% macro spark__joined(text) -%}
    array_join(array_sort(collect_list({{ text }})), ' ')
{%- endmacro %}
