{#
    Rows of a seed. dbt-spark binds texts without escaping the backslash of a pattern or a
    quotation mark.
#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {% set types = model.config.get('column_types', {}) %}
    {% set rows %}
        insert into {{ this.render() }} values
        {%- for row in agate_table.rows %}
        (
            {%- for name in agate_table.column_names %}
            {%- set type = types.get(name, adapter.convert_type(agate_table, loop.index0)) %}
            cast({{ 'null' if row[name] is none else quoted(row[name]) }} as {{ type }})
            {{- ',' if not loop.last }}
            {%- endfor %}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    {% endset %}
    {% if agate_table.rows %}{% do adapter.add_query(rows, abridge_sql_log=True) %}{% endif %}
    {{ return(rows) }}
{% endmacro %}
