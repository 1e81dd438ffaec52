{# The entries of an option as rows of one column. An empty list has no rows. #}
{% macro listed(entries, column) -%}
    {%- for entry in entries %}
    select {{ quoted(entry) }} as {{ column }}
    {{- ' union all' if not loop.last }}
    {%- else %}
    select cast(null as string) as {{ column }} where false
    {%- endfor %}
{%- endmacro %}
