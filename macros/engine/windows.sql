{#
    The newest known value of a column among a group's rows up to the current one (or, with
    up_to='1 preceding', before it). DuckDB writes `ignore nulls` inside the call, Spark
    behind it.
#}
{% macro last_known(value, by, order, up_to='current row') %}
    {{ return(adapter.dispatch('last_known')(value, by, order, up_to)) }}
{% endmacro %}

{% macro duckdb__last_known(value, by, order, up_to) -%}
    last_value({{ value }} ignore nulls) over (
        partition by {{ by }} order by {{ order }}
        rows between unbounded preceding and {{ up_to }}
    )
{%- endmacro %}

{% macro spark__last_known(value, by, order, up_to) -%}
    last_value({{ value }}) ignore nulls over (
        partition by {{ by }} order by {{ order }}
        rows between unbounded preceding and {{ up_to }}
    )
{%- endmacro %}


{#
    Said of a CTE that is read more than once and is too wide to be kept: it is worked out again.
    DuckDB would keep it, Spark works it out again anyway.
#}
{% macro in_place() %}{{ return(adapter.dispatch('in_place')()) }}{% endmacro %}

{% macro duckdb__in_place() %}{{ return('not materialized') }}{% endmacro %}

{% macro spark__in_place() %}{{ return('') }}{% endmacro %}


{#
    The value that a group's first row in an order has, among the rows that meet a condition;
    NULL where that row has none.
#}
{% macro first_of(value, order, where) %}
    {{ return(adapter.dispatch('first_of')(value, order, where)) }}
{% endmacro %}

{% macro duckdb__first_of(value, order, where) -%}
    arg_min_null({{ value }}, row({{ order }})) filter (where {{ where }})
{%- endmacro %}

{% macro spark__first_of(value, order, where) -%}
    min_by({{ value }}, struct({{ order }})) filter (where {{ where }})
{%- endmacro %}
