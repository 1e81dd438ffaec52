{#
    Reads the raw columns of `relation` as the contract of `table` types them.

    A raw column is NULL where nothing was landed. A value that is there and can't be used
    becomes NULL: in a mandatory column that is a `violation` of the row, in another one the
    column's name joins `coerced_columns`. `landed_row` holds the row as it came, without
    personal columns, for rows that break the contract, and `landed_key` its key.

    `file` is the column with a row's file, where files are read once; NULL for a system that
    is read in full every time.

    What identifies a person whom `commerce forget` took out is replaced here.

    Columns: those of the contract (a personal one as `<column>_hash` and `<column>_rank`),
    then landed_key, violation, coerced_columns, landed_row, and landed_file where files are
    read once.
#}
{% macro in_contract(relation, table, source_name='landing', file='cast(null as string)') %}
{%- if not execute %}{{ return(relation) }}{% endif -%}
{%- set spec = contract(table, source_name) %}
    (
        select
            {%- for column in spec.columns %}
            {%- if column.personal %}
            {{ hash_or_name(column.name) }} as {{ column.name }}_hash,
            dense_rank() over (
                partition by {{ spec.key | join(', ') }}
                order by {{ column.name }} nulls last
            ) as {{ column.name }}_rank,
            {%- else %}
            {{ reading(column) }} as {{ column.name }},
            {%- endif %}
            {%- endfor %}
            {%- set may_be_quarantined -%}
                {{ judged_beyond_contract(spec) }} or violation is not null
            {%- endset %}
            case when {{ may_be_quarantined }} then {{ landed_key(spec) }} end as landed_key,
            violation,
            {{ coerced_columns(spec) }} as coerced_columns,
            case
                when {{ may_be_quarantined }}
                then {{ row_as_json(spec.columns
                    | rejectattr('personal') | rejectattr('confidential')
                    | map(attribute='name') | list) }}
            end as landed_row
            {%- if spec.is_read_once %},
            {{ file }} as landed_file
            {%- endif %}
        from (
            select
                *,
                {#- First, for other moments are measured against it. #}
                {%- for column in spec.columns if column.name == 'loaded_at' %}
                {{ read(column, spec) }},
                {%- endfor %}
                {%- for column in spec.columns
                    if column.name != 'loaded_at' and reading(column) != column.name
                %}
                {{ read(column, spec) }},
                {%- endfor %}
                {{ violation(spec) }} as violation
            from {{ without_forgotten(relation, spec, file) }}
        ) as readings
    ) as in_contract
{% endmacro %}


{# What a raw column is called once it is read: text that is any text stays as it is. #}
{% macro reading(column) -%}
    {{ 'read_' if column.type != 'string' or column.is_clock_time or column.accepted_values }}
    {{- column.name }}
{%- endmacro %}


{# The key as text, its parts joined by a bar; NULL where a key of one column is. #}
{% macro landed_key(spec) %}
    {%- if spec.key | length == 1 -%}
        cast({{ spec.key[0] }} as string)
    {%- else -%}
        concat(
            {%- for part in spec.key %}
            {%- if not loop.first %}, '|', {% endif %}coalesce(cast({{ part }} as string), '')
            {%- endfor -%}
        )
    {%- endif -%}
{% endmacro %}


{#
    True for tables whose rows are judged by more than themselves (an exchange rate, the order
    that a line belongs to): their JSON is kept until then. Events are not: making JSON of
    every event costs more than everything else that is done with them.
#}
{% macro judged_beyond_contract(spec) %}
    {%- set columns = spec.columns | map(attribute='name') | list -%}
    {{- 'true' if spec.table in ['carts', 'orders', 'ad_performance', 'operating_expenses']
        or spec.columns | selectattr('parent') | list else 'false' -}}
{% endmacro %}
