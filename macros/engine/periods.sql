{# Days, and the periods that they lie in. #}

{# The day of the week: 1 is Monday, 7 Sunday. #}
{% macro weekday_of(day) -%}
    {{ dbt.datediff(period_start('week', day), day, 'day') }} + 1
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
