{#
    The raw rows of a landing table (a `source`), with every column of its contract: text as
    text (empty is NULL), a column that came in its contract's type as it is, one that did
    not come as NULL. A table that is not there has no rows. A table whose files are read once
    tells the file of each row (landed_file).

    A table that the landing folder lacks is its `seed`, where it has one.
#}
{% macro landed(table, seed=none) %}
{%- if not execute %}{{ return(table) }}{% endif -%}
{%- set spec = contract(table.identifier, table.schema) -%}
{%- set parts = landed_parts(spec) -%}
{%- if seed and not parts %}{{ return(seed) }}{% endif -%}
    (
        {%- for part in parts %}
        select
            {%- for column in spec.columns %}
            {{ landed_column(
                column, part, only=parts | length == 1,
                is_id=column.name.endswith('_id') or column.name in spec.key
            ) }} as {{ column.name }}
            {{- ',' if not loop.last }}
            {%- endfor %}
            {%- if spec.is_read_once %},
            {{ file_of_row() }} as landed_file
            {%- endif %}
        from {{ part.rows }}
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- else %}
        select
            {%- for column in spec.columns %}
            cast(null as {{ column.type }}) as {{ column.name }}{{ ',' if not loop.last }}
            {%- endfor %}
            {%- if spec.is_read_once %},
            cast(null as string) as landed_file
            {%- endif %}
        where false
        {%- endfor %}
    ) as landed
{% endmacro %}


{# One column of a part. Where parts are put together, all is text: their types may differ. #}
{% macro landed_column(column, part, only, is_id) %}
    {%- set type = part.columns.get(column.name) -%}
    {%- if type is none -%}
        cast(null as {{ 'string' if not only else column.type }})
    {%- elif only and is_native(type, column.type) -%}
        {{ column.name }}
    {%- elif column.personal -%}
        nullif(cast({{ column.name }} as string), '')
    {%- else -%}
        {{ without_addresses(
            "nullif(cast(" ~ column.name ~ " as string), '')", is_id
        ) }}
    {%- endif -%}
{% endmacro %}


{#
    What the landing folder holds of a table: one part a file format, with `rows` (SQL to read
    it) and `columns` (name to type). Raises one clear line for a mandatory column that a file
    lacks.
#}
{% macro landed_parts(spec) %}
    {% set parts = [] %}
    {% set landed = landing_files(spec.table) %}
    {% for format in ['parquet', 'csv'] %}
        {% set files = files_of(landed, format) %}
        {% do check_columns(spec, columns_by_file(files, format)) %}
        {% for rows in read_files(files, format) if files %}
            {% do parts.append({'rows': rows, 'columns': columns_of(rows)}) %}
        {% endfor %}
    {% endfor %}
    {{ return(parts) }}
{% endmacro %}


{# Every file has every mandatory column of its table. #}
{% macro check_columns(spec, columns_by_file) %}
    {% for file, columns in columns_by_file.items() %}
        {% for column in spec.columns if column.required and column.name not in columns %}
            {{ bad_input(
                "landing table '" ~ spec.table ~ "' lacks its mandatory column '"
                ~ column.name ~ "' in " ~ file
            ) }}
        {% endfor %}
    {% endfor %}
{% endmacro %}


{# The landing folder: var `landing`, or the demo store. #}
{% macro landing_folder() %}
    {{ return((var('landing') or 'seeds/demo') | string | replace('//', '/')) }}
{% endmacro %}
