{#
    Reads the raw columns of `relation` as the contract of `table` types them.

    A raw column is NULL where nothing was landed. A value that is there and can't be used
    becomes NULL: in a mandatory column that is a `violation` of the row, in another one the
    column's name joins `coerced_columns`. `landed_row` holds the row as it came, without
    personal columns, for rows that break the contract.

    Columns: those of the contract (a personal one as `<column>_hash` and `<column>_rank`),
    then landed_key, violation, coerced_columns, landed_row.
#}
{% macro in_contract(relation, table, source_name='landing') %}
{%- if not execute %}{{ return(relation) }}{% endif -%}
{%- set spec = contract(table, source_name) %}
    (
        select
            {%- for column in spec.columns %}
            {%- if column.personal %}
            {{ hashed_email(column.name) }} as {{ column.name }}_hash,
            dense_rank() over (
                partition by {{ spec.key | join(', ') }} order by {{ column.name }}
            ) as {{ column.name }}_rank,
            {%- else %}
            {{ usable(column, spec) }} as {{ column.name }},
            {%- endif %}
            {%- endfor %}
            {{ landed_key(spec) }} as landed_key,
            {{ violation(spec) }} as violation,
            {{ coerced_columns(spec) }} as coerced_columns,
            case
                when {{ judged_beyond_contract(spec) }}
                    or {{ violation(spec) }} is not null
                then {{ row_as_json(spec.columns
                    | rejectattr('personal') | rejectattr('confidential')
                    | map(attribute='name') | list) }}
            end as landed_row
        from {{ relation }}
    ) as in_contract
{% endmacro %}


{# The value of a raw column where it can be used, else NULL. #}
{% macro usable(column, spec) %}
    {%- set family = column.type.split('(')[0] -%}
    {%- if column.accepted_values -%}
        case
            when lower(trim({{ column.name }})) in (
                '{{ column.accepted_values | join("', '") }}'
            ) then lower(trim({{ column.name }}))
        end
    {%- elif family == 'decimal' -%}
        -- Its bounds are those of the number as it came, not as it is rounded here.
        case
            when try_cast({{ column.name }} as double)
                between {{ column.minimum or 0 }} and {{ column.maximum or 1000000000000 }}
            then {{ read_number(column.name, column.type) }}
        end
    {%- elif family == 'timestamp' -%}
        {%- set moment = read_timestamp(column.name) -%}
        {%- set has_load = 'loaded_at' in spec.columns | map(attribute='name') -%}
        {%- if has_load and column.name != 'loaded_at' and not column.may_lie_ahead -%}
        case
            when {{ read_timestamp('loaded_at') }} is null
                or {{ moment }} <= {{ read_timestamp('loaded_at') }} + interval 24 hour
            then {{ moment }}
        end
        {%- else -%}
        {{ moment }}
        {%- endif -%}
    {%- elif family == 'date' -%}
        {{ read_date(column.name) }}
    {%- elif family == 'boolean' -%}
        case lower(trim(cast({{ column.name }} as string)))
            when 'true' then true
            when 'false' then false
        end
    {%- else -%}
        {{ column.name }}
    {%- endif -%}
{% endmacro %}


{# The first reason that keeps a row out of the accepted ones, as far as the row alone tells. #}
{% macro violation(spec) %}
    {%- set required = spec.columns | selectattr('required') | list -%}
    case
        when {% for column in required %}{{ column.name }} is null
            {%- if not loop.last %} or {% endif %}{% endfor %} then 'missing_key'
        {%- for reason, families in [
            ('bad_timestamp', ['timestamp', 'date']),
            ('bad_number', ['decimal']),
            ('unknown_value', ['string']),
        ] %}
        {%- for column in required if column.type.split('(')[0] in families
            and (column.type != 'string' or column.accepted_values) %}
        when {{ usable(column, spec) }} is null then '{{ reason }}'
        {%- endfor %}
        {%- endfor %}
    end
{%- endmacro %}


{# Names of the optional columns whose value can't be used, with a blank between them. #}
{% macro coerced_columns(spec) %}
    concat_ws(
        ' ', cast(null as string)
        {%- for column in spec.columns if not column.required and not column.personal
            and (column.type != 'string' or column.accepted_values) %},
        case
            when {{ column.name }} is not null and {{ usable(column, spec) }} is null
            then '{{ column.name }}'
        end
        {%- endfor %}
    )
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
