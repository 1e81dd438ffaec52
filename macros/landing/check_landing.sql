{#
    The landing folder has something that the contract names, every file its columns, and can
    be read to its end; what should be a regular expression is one.
#}
{% macro check_landing() %}
    {% set found = [] %}
    {% for source_name in ['landing', 'reference'] %}
        {% for table in contract_tables(source_name) %}
            {% for part in landed_parts(contract(table, source_name)) %}
                {% do found.append(run_query('select count(*) from ' ~ part.rows)) %}
                {% do check_patterns(contract(table, source_name), part) %}
            {% endfor %}
        {% endfor %}
    {% endfor %}
    {% if not found %}
        {{ bad_input(
            "landing folder '" ~ landing_folder() ~ "' does not exist, or has no table of the "
            ~ "landing contract as <table>/*.parquet or <table>/*.csv"
        ) }}
    {% endif %}
{% endmacro %}


{# Every pattern of a reference table is one that the engine understands. #}
{% macro check_patterns(spec, part) %}
    {% for column in spec.columns if column.is_pattern and column.name in part.columns %}
        {% set broken = run_query(
            'select ' ~ column.name ~ ' from ' ~ part.rows
            ~ ' where ' ~ is_no_pattern('cast(' ~ column.name ~ ' as string)') ~ ' order by 1 limit 1'
        ) %}
        {% if broken | length %}
            {{ bad_input(
                "reference table '" ~ spec.table ~ "' has in its column '" ~ column.name
                ~ "' what is no regular expression: " ~ broken.columns[0].values()[0]
            ) }}
        {% endif %}
    {% endfor %}
{% endmacro %}
