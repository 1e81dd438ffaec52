{# The list of people whom `commerce forget` took out: how the engine reads it. #}

{# The keys with their names, as (key, name), of one kind: email, customer or visitor. #}
{% macro forgotten(kind) %}{{ return(adapter.dispatch('forgotten')(kind)) }}{% endmacro %}

{% macro duckdb__forgotten(kind) %}
    {% set stem = modules.re.sub('[.][^./]*$', '', target.path) %}
    {% set file = quoted(escaped_path(stem ~ '.forgotten')) %}
    {% if not run_query('select file from glob(' ~ file ~ ')') | length %}
        {{ return([]) }}
    {% endif %}
    {% set rows = run_query(
        'select key, name from read_csv(' ~ file
        ~ ", header = true, all_varchar = true, delim = ',') where kind = " ~ quoted(kind)
        ~ ' order by key'
    ) %}
    {{ return(rows.rows | map('list') | list) }}
{% endmacro %}

{# `commerce build` refuses Spark where someone is forgotten. #}
{% macro spark__forgotten(kind) %}{{ return([]) }}{% endmacro %}
