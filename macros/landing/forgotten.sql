{#
    People whom `commerce forget` took out. The file beside the working database lists their keys
    (a hash of what identifies them) with the name that stands for each instead: a made-up one,
    always the same, so that what is counted stays. Where there is none, all SQL is as it is.
#}

{# What identifies a person, or the name that stands for one who is forgotten. #}
{% macro unless_forgotten(kind, value) -%}
    {%- set people = forgotten(kind) -%}
    {%- if not people %}{{ return(value) }}{% endif -%}
    case {{ forgotten_key(value) }}
        {%- for key, name in people %}
        when {{ quoted(key) }} then {{ quoted(name) }}
        {%- endfor %}
        else {{ value }}
    end
{%- endmacro %}


{# The key in the file: not what staging holds, so that nobody finds the one by the other. #}
{% macro forgotten_key(value) -%}
    {{ sha256_hex('concat(' ~ quoted('forgotten ' ~ salt()) ~ ', ' ~ value ~ ')') }}
{%- endmacro %}


{#
    The raw columns of a relation, with names for the ids of forgotten people. Of their rows in
    `customers` the moments stay, and where they live as far as KPIs tell it: both are counted.
#}
{% macro without_forgotten(relation, spec, file) %}
    {%- set kinds = {'customer_id': 'customer', 'visitor_id': 'visitor'} -%}
    {%- set ids = spec.columns | map(attribute='name') | select('in', kinds) | list -%}
    {%- set people = [] -%}
    {%- for id in ids %}{% do people.extend(forgotten(kinds[id])) %}{% endfor -%}
    {%- if not people %}{{ return(relation) }}{% endif -%}
    (
        select
            {%- for column in spec.columns %}
            {%- if column.name in ids %}
            {{ unless_forgotten(kinds[column.name], column.name) }} as {{ column.name }}
            {%- elif spec.table == 'customers' and not column.personal
                and column.type != 'timestamp' and column.name not in ['country', 'region']
            %}
            case
                when {{ forgotten_key('customer_id') }} not in (
                    {{- people | map('first') | map('tojson') | join(', ') | replace('"', "'") -}}
                ) then {{ column.name }}
            end as {{ column.name }}
            {%- else %}
            {{ column.name }}
            {%- endif %}
            {{- ',' if not loop.last }}
            {%- endfor %}
            {%- if spec.is_read_once %},
            {{ file }} as landed_file
            {%- endif %}
        from {{ relation }}
    ) as without_forgotten
{%- endmacro %}
