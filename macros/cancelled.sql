{# The condition that takes cancelled orders out everywhere (var orders_exclude_cancelled). #}
{% macro unless_cancelled_count() -%}
    {{ 'and cancelled_at is null' if var('orders_exclude_cancelled') }}
{%- endmacro %}
