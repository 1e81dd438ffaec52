{# Raw values into typed ones. NULL where the value can't be read. #}

{#
    A UTC timestamp. Text has the spelling of the contract: engines read words ('epoch'), years
    before Christ and names of zones too. It may carry an offset, which is applied: DuckDB does
    so only on the way through a timestamp with time zone. An infinite one is no moment.
#}
{% macro read_timestamp(value) %}{{ return(adapter.dispatch('read_timestamp')(value)) }}{% endmacro %}

{% macro duckdb__read_timestamp(value) -%}
    case
        when typeof({{ value }}) = 'VARCHAR' then case
            when {{ is_spelled_as_moment(value) }}
            then cast(try_cast({{ value }} as timestamptz) as timestamp)
        end
        when isfinite(try_cast({{ value }} as timestamp))
            and year(try_cast({{ value }} as timestamp)) between 1 and 9999
        then try_cast({{ value }} as timestamp)
    end
{%- endmacro %}

{% macro spark__read_timestamp(value) -%}
    case
        when typeof({{ value }}) <> 'string' or {{ is_spelled_as_moment(value) }}
            then case
                when year(try_cast({{ value }} as timestamp)) between 1 and 9999
                then try_cast({{ value }} as timestamp)
            end
    end
{%- endmacro %}


{% macro read_date(value) %}{{ return(adapter.dispatch('read_date')(value)) }}{% endmacro %}

{% macro duckdb__read_date(value) -%}
    case
        when typeof({{ value }}) = 'VARCHAR' then case
            when {{ is_spelled_as_moment(value) }}
            then try_cast(left(trim(cast({{ value }} as string)), 10) as date)
        end
        when isfinite(try_cast({{ value }} as date))
            and year(try_cast({{ value }} as date)) between 1 and 9999
        then try_cast({{ value }} as date)
    end
{%- endmacro %}

{% macro spark__read_date(value) -%}
    case
        when typeof({{ value }}) = 'string' then case
            when {{ is_spelled_as_moment(value) }}
            then try_cast(left(trim(cast({{ value }} as string)), 10) as date)
        end
        when year(try_cast({{ value }} as date)) between 1 and 9999
        then try_cast({{ value }} as date)
    end
{%- endmacro %}


{# Whether a text is YYYY-MM-DD, with a time, and then a Z or an offset, if it likes. #}
{% macro is_spelled_as_moment(value) -%}
    {{ matches(
        'trim(cast(' ~ value ~ ' as string))',
        "'^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
        ~ "(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$'",
    ) }}
    and trim(cast({{ value }} as string)) not like '0000%'
{%- endmacro %}


{# A finite decimal number. Text has digits, a point and an exponent, and no other signs. #}
{% macro read_number(value, type) -%}
    case
        when typeof({{ value }}) <> '{{ type_of_text() }}' or {{ matches(
            'trim(cast(' ~ value ~ ' as string))',
            "'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$'",
        ) }}
        then try_cast({{ value }} as {{ type }})
    end
{%- endmacro %}


{# What typeof() calls text. #}
{% macro type_of_text() %}{{ return(adapter.dispatch('type_of_text')()) }}{% endmacro %}

{% macro duckdb__type_of_text() %}{{ return('VARCHAR') }}{% endmacro %}

{% macro spark__type_of_text() %}{{ return('string') }}{% endmacro %}


{#
    Columns of a row as one JSON object of texts, keys in the order given, NULLs kept. Texts,
    because engines spell a typed moment or number differently in JSON.
#}
{% macro row_as_json(columns) %}{{ return(adapter.dispatch('row_as_json')(columns)) }}{% endmacro %}

{% macro duckdb__row_as_json(columns) -%}
    cast(to_json({
        {%- for column in columns %}
        '{{ column }}': cast({{ column }} as string){{ ',' if not loop.last }}
        {%- endfor %}
    }) as string)
{%- endmacro %}

{% macro spark__row_as_json(columns) -%}
    to_json(
        named_struct(
            {%- for column in columns %}
            '{{ column }}', cast({{ column }} as string){{ ',' if not loop.last }}
            {%- endfor %}
        ),
        map('ignoreNullFields', 'false')
    )
{%- endmacro %}


{# Hex SHA-256 of a text. DuckDB: sha256, Spark: sha2. #}
{% macro sha256_hex(value) %}{{ return(adapter.dispatch('sha256_hex')(value)) }}{% endmacro %}

{% macro duckdb__sha256_hex(value) -%}
    sha256({{ value }})
{%- endmacro %}

{% macro spark__sha256_hex(value) -%}
    sha2({{ value }}, 256)
{%- endmacro %}
