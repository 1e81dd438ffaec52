{# The option as_of as a timestamp, NULL where the data decide. #}
{% macro as_of_option() -%}
    {%- if var('as_of') -%}
    {{ moment_of(var('as_of')) }}
    {%- else -%}
    cast(null as timestamp)
    {%- endif -%}
{%- endmacro %}


{#
    Whether a row belongs to what is told: it is not dated after as_of. Data without any moment
    to take as_of from (advertising alone, say) have none, and then no row is dated after it.
#}
{% macro until_as_of(moment) -%}
    coalesce({{ moment }} <= as_of.as_of, true)
{%- endmacro %}


{# The same for a row with a date, which counts as its local 00:00. #}
{% macro until_as_of_date(day) -%}
    coalesce({{ day }} <= as_of.as_of_date, true)
{%- endmacro %}
