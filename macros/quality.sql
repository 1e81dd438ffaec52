{# Whether a row was loaded more than lookback_days after it happened. #}
{% macro is_late(moment) -%}
    coalesce(
        loaded_at > {{ moment }} + interval {{ var('lookback_days') * 24 }} hour,
        false
    )
{%- endmacro %}


{# Number of such rows. #}
{% macro late(moment) -%}
    count(*) filter (where {{ is_late(moment) }})
{%- endmacro %}


{# Days between the first and the last of a group that it has no row of. #}
{% macro missing_days(day) -%}
    {{ dbt.datediff('min(' ~ day ~ ')', 'max(' ~ day ~ ')', 'day') }} + 1
    - count(distinct {{ day }})
{%- endmacro %}
