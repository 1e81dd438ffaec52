{# Moments and days. All timestamps are UTC; a day is a day in the store's time zone. #}

{# The store's local date of a UTC timestamp. DuckDB: timezone(), Spark: from_utc_timestamp. #}
{% macro local_date(moment) %}{{ return(adapter.dispatch('local_date')(moment)) }}{% endmacro %}

{% macro duckdb__local_date(moment) -%}
    {%- if var('store_timezone') == 'UTC' -%}
    cast({{ moment }} as date)
    {%- else -%}
    cast(timezone('{{ var('store_timezone') }}', timezone('UTC', {{ moment }})) as date)
    {%- endif -%}
{%- endmacro %}


{#
    The first instant (UTC) of a local day. Where clocks go back over midnight, 00:00 comes
    twice and DuckDB's ICU takes the second; where they go forward over it, the day begins at
    the jump, as ICU has it.
#}
{% macro day_start(day) %}{{ return(adapter.dispatch('day_start')(day)) }}{% endmacro %}

{% macro duckdb__day_start(day) -%}
    {%- if var('store_timezone') == 'UTC' -%}
    cast({{ day }} as timestamp)
    {%- else -%}
    {%- set midnight -%}
    timezone(
        'UTC', timezone('{{ var('store_timezone') }}', cast({{ day }} as timestamp))
    )
    {%- endset -%}
    case
        when {{ local_date(midnight ~ ' - interval 1 hour') }} = {{ day }}
        then {{ midnight }} - interval 1 hour
        else {{ midnight }}
    end
    {%- endif -%}
{%- endmacro %}


{# Seconds from one moment to a later one, exact to the microsecond: decimal(18,6). #}
{% macro seconds_between(earlier, later) %}
    {{ return(adapter.dispatch('seconds_between')(earlier, later)) }}
{% endmacro %}

{% macro duckdb__seconds_between(earlier, later) -%}
    cast(
        cast(epoch_us({{ later }}) - epoch_us({{ earlier }}) as decimal(18, 0))
        * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)
    )
{%- endmacro %}


{# Minutes from one moment to another, negative for an earlier one: double. #}
{% macro minutes_between(earlier, later) -%}
    cast({{ seconds_between(earlier, later) }} as double) / 60
{%- endmacro %}


{# Days from the first to the last, both included, one row each, for a select list. #}
{% macro days_through(first, last) %}
    {{ return(adapter.dispatch('days_through')(first, last)) }}
{% endmacro %}

{% macro duckdb__days_through(first, last) -%}
    unnest(cast(generate_series({{ first }}, {{ last }}, interval 1 day) as date[]))
{%- endmacro %}


{# First day of the period of a grain (day, week, month, quarter, year) that a day lies in. #}
{% macro period_start(grain, day) -%}
    {%- if grain == 'day' -%}
    {{ day }}
    {%- else -%}
    cast(date_trunc('{{ grain }}', {{ day }}) as date)
    {%- endif -%}
{%- endmacro %}


{# First day after the period of a grain that begins on a day. #}
{% macro period_end(grain, start) -%}
    {%- set length = {'quarter': '3 month'}.get(grain, '1 ' ~ grain) -%}
    cast({{ start }} + interval {{ length }} as date)
{%- endmacro %}


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


{# Whether a text is a date or a UTC timestamp. #}
{% macro is_moment(text) %}
    {{ return(
        modules.re.match('\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}([.]\d{1,6})?Z?)?$', text | string)
        and run_query('select ' ~ read_timestamp(quoted(text))).columns[0].values()[0]
    ) }}
{% endmacro %}
