{# The columns of what has landed, and which may be taken as they are. #}

{# Column names (lower case) and types of a query or relation, as a dictionary. #}
{% macro columns_of(rows) %}
    {% set columns = {} %}
    {% for row in run_query(described('select * from ' ~ rows)) %}
        {% do columns.update({row[0] | lower: row[1]}) %}
    {% endfor %}
    {{ return(columns) }}
{% endmacro %}


{# The columns (lower case) of each of a list of files of one format, as a dictionary. #}
{% macro columns_by_file(files, format) %}
    {{ return(adapter.dispatch('columns_by_file')(files, format)) }}
{% endmacro %}

{% macro default__columns_by_file(files, format) %}
    {% set columns = {} %}
    {% for file in files %}
        {% do columns.update({file: columns_of(read_files([file], format)[0]) | list}) %}
    {% endfor %}
    {{ return(columns) }}
{% endmacro %}

{# Parquet tells the columns of all files at once, from their ends. #}
{% macro duckdb__columns_by_file(files, format) %}
    {% if format != 'parquet' or not files %}
        {{ return(default__columns_by_file(files, format)) }}
    {% endif %}
    {% set columns = {} %}
    {% for row in run_query(
        'select file_name, lower(name) from parquet_schema(' ~ file_list(files) ~ ')'
    ) %}
        {% do columns.setdefault(row[0], []).append(row[1]) %}
    {% endfor %}
    {{ return(columns) }}
{% endmacro %}


{# The statement that tells the columns of a query; to Spark it must be said that it is one. #}
{% macro described(query) %}{{ return(adapter.dispatch('described')(query)) }}{% endmacro %}

{% macro duckdb__described(query) %}{{ return('describe ' ~ query) }}{% endmacro %}

{% macro spark__described(query) %}{{ return('describe query ' ~ query) }}{% endmacro %}


{# Whether a file's type may stand for a contract's type without going through text. #}
{% macro is_native(type, contract_type) %}
    {{ return(adapter.dispatch('is_native')(type, contract_type)) }}
{% endmacro %}

{% macro duckdb__is_native(type, contract_type) %}
    {% set family = type.split('(')[0].split(' ')[0] %}
    {% set native = {
        'timestamp': ['TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS', 'DATE'],
        'date': ['DATE', 'TIMESTAMP'],
        'decimal': ['DECIMAL', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT',
            'USMALLINT', 'UINTEGER', 'UBIGINT', 'HUGEINT', 'FLOAT', 'DOUBLE'],
        'boolean': ['BOOLEAN'],
    } %}
    {{ return(family in native.get(contract_type.split('(')[0], [])) }}
{% endmacro %}

{% macro spark__is_native(type, contract_type) %}
    {% set native = {
        'timestamp': ['timestamp', 'timestamp_ntz', 'date'],
        'date': ['date', 'timestamp', 'timestamp_ntz'],
        'decimal': ['decimal', 'tinyint', 'smallint', 'int', 'bigint', 'float', 'double'],
        'boolean': ['boolean'],
    } %}
    {{ return(type.split('(')[0] in native.get(contract_type.split('(')[0], [])) }}
{% endmacro %}
