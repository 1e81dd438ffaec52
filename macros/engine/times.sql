{# Moments and days. All timestamps are UTC; a day is a day in the store's time zone. #}

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


{# The day of the week: 1 is Monday, 7 Sunday. #}
{% macro weekday_of(day) -%}
    {{ dbt.datediff(period_start('week', day), day, 'day') }} + 1
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

{% macro spark__seconds_between(earlier, later) -%}
    cast(
        cast(unix_micros({{ later }}) - unix_micros({{ earlier }}) as decimal(18, 0))
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

{# Spark's sequence ends the query where the last comes before the first. #}
{% macro spark__days_through(first, last) -%}
    explode(
        case
            when {{ first }} <= {{ last }}
                then sequence({{ first }}, {{ last }}, interval 1 day)
        end
    )
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
