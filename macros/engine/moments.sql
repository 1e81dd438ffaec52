{# Moments and zones as an option names them. #}

{# A moment that an option gives: a UTC timestamp, or a date for its local 00:00. #}
{% macro moment_of(text) -%}
    {%- if text | string | length == 10 -%}
    {{ day_start("cast('" ~ text ~ "' as date)") }}
    {%- else -%}
    {{ read_timestamp("'" ~ text ~ "'") }}
    {%- endif -%}
{%- endmacro %}


{# Whether the engine knows a time zone by this name. #}
{% macro is_time_zone(name) %}{{ return(adapter.dispatch('is_time_zone')(name)) }}{% endmacro %}

{% macro duckdb__is_time_zone(name) %}
    {{ return(run_query(
        'select 1 from pg_timezone_names() where name = ' ~ quoted(name)
    ) | length > 0) }}
{% endmacro %}

{# Java takes offsets for zones, too. #}
{% macro spark__is_time_zone(name) %}
    {{ return(
        not modules.re.match('(UTC|GMT|UT)?[+-]', name | string)
        and run_query(
            "select try_reflect('java.time.ZoneId', 'of', " ~ quoted(name) ~ ')'
        ).columns[0].values()[0] is not none
    ) }}
{% endmacro %}


{# Whether a text is a date or a UTC timestamp. #}
{% macro is_moment(text) %}
    {{ return(
        modules.re.match('\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}([.]\d{1,6})?Z?)?$', text | string)
        and run_query('select ' ~ read_timestamp(quoted(text))).columns[0].values()[0]
    ) }}
{% endmacro %}
