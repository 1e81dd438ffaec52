{#
    People whom `commerce forget` took out. The list beside the working database has their keys
    (a hash of what identifies them) with the name that stands for each instead: a made-up one,
    always the same, so that what is counted stays. Where there is none, all SQL is as it is.

    It is joined, once for each column that identifies someone: thousands of people cost a
    build no more than one.
#}

{# The key in the list: not what staging holds, so that nobody finds the one by the other. #}
{% macro forgotten_key(value) -%}
    {{ sha256_hex('concat(' ~ quoted('forgotten ' ~ salt()) ~ ', ' ~ value ~ ')') }}
{%- endmacro %}


{# Columns of a table that identify a person, each with its kind and what its key is made of. #}
{% macro identifying(spec) %}
    {% set kinds, found = {'customer_id': 'customer', 'visitor_id': 'visitor'}, {} %}
    {% for column in spec.columns %}
        {% set value = 'landed_rows.' ~ column.name %}
        {% if column.personal %}
            {% do found.update({column.name: ('email', hashed_email(value))}) %}
        {% elif column.name in kinds %}
            {% do found.update({column.name: (kinds[column.name], value)}) %}
        {% endif %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}


{#
    The raw columns of a relation, with names for the ids of forgotten people; beside a personal
    column <column>_instead, which stands for its hash. Of their rows in `customers` the moments
    stay, and where they live as far as KPIs tell it: both are counted.
#}
{% macro without_forgotten(relation, spec, file) %}
    {%- set people, by = forgotten_people(), identifying(spec) -%}
    {%- if not people or not by %}{{ return(relation) }}{% endif -%}
    (
        select
            {%- for column in spec.columns %}
            {%- if column.personal %}
            landed_rows.{{ column.name }},
            by_{{ column.name }}.name as {{ column.name }}_instead
            {%- elif column.name in by %}
            coalesce(by_{{ column.name }}.name, landed_rows.{{ column.name }}) as {{ column.name }}
            {%- elif spec.table == 'customers'
                and column.type != 'timestamp' and column.name not in ['country', 'region']
            %}
            case
                when by_customer_id.name is null then landed_rows.{{ column.name }}
            end as {{ column.name }}
            {%- else %}
            landed_rows.{{ column.name }}
            {%- endif %}
            {{- ',' if not loop.last }}
            {%- endfor %}
            {%- if spec.is_read_once %},
            {{ file }} as landed_file
            {%- endif %}
        from {{ relation }} as landed_rows
        {%- for column, (kind, value) in by.items() %}
        left join {{ people }} as by_{{ column }}
            on by_{{ column }}.kind = '{{ kind }}' and by_{{ column }}.key = {{ forgotten_key(value) }}
        {%- endfor %}
    ) as without_forgotten
{%- endmacro %}


{# The hash of a personal column, or the name that stands for it: from without_forgotten. #}
{% macro hash_or_name(column) -%}
    {%- if forgotten_people() -%}
    coalesce({{ column }}_instead, {{ hashed_email(column) }})
    {%- else -%}
    {{ hashed_email(column) }}
    {%- endif -%}
{%- endmacro %}
