{# Seconds from one moment to a later one, exact to the microsecond: decimal(18,6). #}
{% macro seconds_between(earlier, later) %}
    {{ return(adapter.dispatch('seconds_between')(earlier, later)) }}
{% endmacro %}

{% macro duckdb__seconds_between(earlier, later) -%}
    cast(
        cast(epoch_us({{ later }}) - epoch_us({{ earlier }}) as decimal(18, 0))
        * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)
    )
{%- endmacro %}

{% macro spark__seconds_between(earlier, later) -%}
    cast(
        cast(unix_micros({{ later }}) - unix_micros({{ earlier }}) as decimal(18, 0))
        * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)
    )
{%- endmacro %}


{# Minutes from one moment to another, negative for an earlier one: double. #}
{% macro minutes_between(earlier, later) -%}
    cast({{ seconds_between(earlier, later) }} as double) / 60
{%- endmacro %}
