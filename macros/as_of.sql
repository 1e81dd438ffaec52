{# The option as_of as a timestamp, NULL where the data decide. #}
{% macro as_of_option() -%}
    {%- if var('as_of') -%}
    {{ moment_of(var('as_of')) }}
    {%- else -%}
    cast(null as timestamp)
    {%- endif -%}
{%- endmacro %}
