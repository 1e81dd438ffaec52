{# Time zones. All timestamps are UTC; a day is a day in the store's time zone. #}

{#
    What the store's clock shows at a UTC timestamp, as a timestamp. DuckDB: timezone(), Spark:
    from_utc_timestamp.
#}
{% macro local_time(moment) %}{{ return(adapter.dispatch('local_time')(moment)) }}{% endmacro %}

{% macro duckdb__local_time(moment) -%}
    {%- if var('store_timezone') == 'UTC' -%}
    {{ moment }}
    {%- else -%}
    timezone('{{ var('store_timezone') }}', timezone('UTC', {{ moment }}))
    {%- endif -%}
{%- endmacro %}

{% macro spark__local_time(moment) -%}
    {%- if var('store_timezone') == 'UTC' -%}
    {{ moment }}
    {%- else -%}
    from_utc_timestamp({{ moment }}, '{{ var('store_timezone') }}')
    {%- endif -%}
{%- endmacro %}


{# The store's local date of a UTC timestamp. #}
{% macro local_date(moment) -%}
    cast({{ local_time(moment) }} as date)
{%- endmacro %}


{#
    The first instant (UTC) at which the store's clock shows a local time or a later one: the
    first of two where clocks go back over it, the jump where they go forward over it.
#}
{% macro first_instant(local) %}
    {{ return(adapter.dispatch('first_instant')(local)) }}
{% endmacro %}

{#
    DuckDB's ICU takes the second of two instants, and lets a time that no clock shows lie as far
    behind the jump as it lies behind the last time before it. So on the day after a change of
    clocks the minutes are searched for the first.
#}
{% macro duckdb__first_instant(local) -%}
    {%- if var('store_timezone') == 'UTC' -%}
    {{ local }}
    {%- else -%}
    {%- set last -%}
    timezone('UTC', timezone('{{ var('store_timezone') }}', {{ local }}))
    {%- endset -%}
    {%- set day_before = last ~ ' - interval 24 hour' -%}
    case
        when {{ local_time(last) }} - {{ local_time(day_before) }} = interval 24 hour
            then {{ last }}
        else list_min(list_filter(
            generate_series({{ day_before }}, {{ last }}, interval 1 minute),
            lambda moment: {{ local_time('moment') }} >= {{ local }}
        ))
    end
    {%- endif -%}
{%- endmacro %}

{#
    Java takes the first of two instants, and lets a time that no clock shows lie as far behind
    the jump as it lies behind the last time before it.
#}
{% macro spark__first_instant(local) -%}
    {%- if var('store_timezone') == 'UTC' -%}
    {{ local }}
    {%- else -%}
    {%- set first -%}
    to_utc_timestamp({{ local }}, '{{ var('store_timezone') }}')
    {%- endset -%}
    case
        when {{ local_time(first) }} = {{ local }} then {{ first }}
        else array_min(filter(
            sequence({{ first }} - interval 24 hour, {{ first }}, interval 1 minute),
            moment -> {{ local_time('moment') }} >= {{ local }}
        ))
    end
    {%- endif -%}
{%- endmacro %}


{# The first instant (UTC) of a local day. #}
{% macro day_start(day) -%}
    {{ first_instant('cast(' ~ day ~ ' as timestamp)') }}
{%- endmacro %}


{# The first instant (UTC) of a local day at which the clock shows HH:MM; 24:00 ends the day. #}
{% macro clock_start(day, clock) -%}
    {%- set local -%}
    (
        cast({{ day }} as timestamp)
        + cast(left({{ clock }}, 2) as integer) * interval 1 hour
        + cast(right({{ clock }}, 2) as integer) * interval 1 minute
    )
    {%- endset -%}
    {{ first_instant(local) }}
{%- endmacro %}
