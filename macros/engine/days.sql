{# Tables that are kept by day, so that a build writes the days that changed and no others. #}

{#
    Settings of an incremental model whose rows are replaced by whole days. DuckDB deletes the
    days that come and inserts; Spark overwrites their partitions, whatever the file format.
#}
{% macro by_day(day) %}{{ return(adapter.dispatch('by_day')(day)) }}{% endmacro %}

{% macro duckdb__by_day(day) %}
    {{ return({
        'materialized': 'incremental',
        'on_schema_change': 'fail',
        'incremental_strategy': 'delete+insert',
        'unique_key': day,
    }) }}
{% endmacro %}

{% macro spark__by_day(day) %}
    {{ return({
        'materialized': 'incremental',
        'on_schema_change': 'fail',
        'incremental_strategy': 'insert_overwrite',
        'partition_by': day,
    }) }}
{% endmacro %}


{#
    Empties the days of `this` from one on, before its new rows are written: a day that has no
    rows any more would otherwise keep its old ones. For a pre_hook. Spark has no delete for
    Parquet, but drops partitions.
#}
{% macro empty_days(day, since) %}
    {{ return(adapter.dispatch('empty_days')(day, since) if is_incremental()) }}
{% endmacro %}

{% macro duckdb__empty_days(day, since) %}
    {{ return('delete from ' ~ this ~ ' where ' ~ day ~ " >= date '" ~ since ~ "'") }}
{% endmacro %}

{% macro spark__empty_days(day, since) %}
    {% for row in run_query('show partitions ' ~ this) if row[0].split('=')[1] >= since %}
        {% do run_query(
            'alter table ' ~ this ~ ' drop partition (' ~ day ~ " = date '"
            ~ row[0].split('=')[1] ~ "')"
        ) %}
    {% endfor %}
{% endmacro %}
