{# Rows that were loaded more than lookback_days after they happened. #}
{% macro late(moment) -%}
    count(*) filter (
        where loaded_at > {{ moment }} + interval {{ var('lookback_days') * 24 }} hour
    )
{%- endmacro %}


{# Days between the first and the last of a group that it has no row of. #}
{% macro missing_days(day) -%}
    {{ dbt.datediff('min(' ~ day ~ ')', 'max(' ~ day ~ ')', 'day') }} + 1
    - count(distinct {{ day }})
{%- endmacro %}
