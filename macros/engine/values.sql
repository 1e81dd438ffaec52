{# Raw values into typed ones. NULL where the value can't be read. #}

{#
    A UTC timestamp. Text may carry an offset, which is applied: DuckDB does so only on the
    way through a timestamp with time zone. 'infinity' is no moment.
#}
{% macro read_timestamp(value) %}{{ return(adapter.dispatch('read_timestamp')(value)) }}{% endmacro %}

{% macro duckdb__read_timestamp(value) -%}
    case
        when typeof({{ value }}) = 'VARCHAR' then case
            when isfinite(try_cast({{ value }} as timestamptz))
            then cast(try_cast({{ value }} as timestamptz) as timestamp)
        end
        else try_cast({{ value }} as timestamp)
    end
{%- endmacro %}


{% macro read_date(value) %}{{ return(adapter.dispatch('read_date')(value)) }}{% endmacro %}

{% macro duckdb__read_date(value) -%}
    case
        when isfinite(try_cast({{ value }} as date)) then try_cast({{ value }} as date)
    end
{%- endmacro %}


{# A finite decimal number. #}
{% macro read_number(value, type) %}{{ return(adapter.dispatch('read_number')(value, type)) }}{% endmacro %}

{% macro duckdb__read_number(value, type) -%}
    try_cast({{ value }} as {{ type }})
{%- endmacro %}


{# Columns of a row as one JSON object, keys in the order given, NULLs kept. #}
{% macro row_as_json(columns) %}{{ return(adapter.dispatch('row_as_json')(columns)) }}{% endmacro %}

{% macro duckdb__row_as_json(columns) -%}
    cast(to_json({
        {%- for column in columns %}
        '{{ column }}': {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    }) as string)
{%- endmacro %}


{# Hex SHA-256 of a text. DuckDB: sha256, Spark: sha2. #}
{% macro sha256_hex(value) %}{{ return(adapter.dispatch('sha256_hex')(value)) }}{% endmacro %}

{% macro duckdb__sha256_hex(value) -%}
    sha256({{ value }})
{%- endmacro %}
