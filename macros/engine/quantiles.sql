{#
    A continuous quantile of a number: a median of two is their mean. DuckDB interpolates
    decimals in their own type and would round; both engines interpolate doubles alike.
#}
{% macro quantile(value, share) -%}
    percentile_cont({{ share }}) within group (order by cast({{ value }} as double))
{%- endmacro %}
