{#
    A table whose SQL and whose inputs are as they were when it was built is left as it is. Each
    table notes its recipe (the SQL, and what every table it was made of held) and what it holds
    itself, so that one that was built again and tells the same keeps what follows as it is.

    Only where looking costs less than building: DuckDB. On Spark a table is built every time.
#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set notes = notes_of_all() -%}
    {%- set recipe = recipe_of(model, notes) -%}
    {%- set my_note = notes.tables.get(this.schema ~ '.' ~ this.identifier, '') -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing and existing.is_table and not should_full_refresh()
        and my_note.endswith(' by ' ~ recipe)
    -%}
        {% call noop_statement('main', 'UNCHANGED') %}{{ compiled_code }}{% endcall %}
        {{ return({'relations': [existing]}) }}
    {%- endif -%}
    {%- set built = dbt.materialization_table_duckdb() -%}
    {% do run_query(note('holds ' ~ held_by(this) ~ ' by ' ~ recipe)) %}
    {{ return(built) }}
{% endmaterialization %}


{# What a model is made by and of, as one hash. #}
{% macro recipe_of(node, notes) %}
    {% set columns = [] %}
    {% for column in node.columns.values() %}
        {% do columns.append(column.name ~ ' ' ~ column.data_type) %}
    {% endfor %}
    {% set parts = [node.compiled_code, columns | join, tojson(node.config, sort_keys=true)] %}
    {{ return(local_md5((parts + inputs_held(node, notes)) | join('|'))) }}
{% endmacro %}


{# What each input of a model holds, as a list of texts; those of a view stand for it. #}
{% macro inputs_held(node, notes) %}
    {% set held = [] %}
    {% for id in node.depends_on.nodes | sort %}
        {% set input = graph.sources.get(id) or graph.nodes[id] %}
        {% set name = input.schema ~ '.' ~ (input.alias or input.identifier) %}
        {% if id.startswith('source.') %}
            {% do held.append(files_held(input)) %}
        {% elif name in notes.views %}
            {% do held.extend([sql_of_view(input)] + inputs_held(input, notes)) %}
        {% elif notes.tables.get(name) %}
            {% do held.append(notes.tables[name].split(' by ')[0]) %}
        {% else %}
            {% do held.append(held_by(api.Relation.create(
                database=input.database, schema=input.schema, identifier=input.alias
            ))) %}
        {% endif %}
    {% endfor %}
    {{ return(held) }}
{% endmacro %}


{# The notes of all tables, and the views that there are, by schema and name. #}
{% macro notes_of_all() %}
    {% set notes = {'tables': {}, 'views': {}} %}
    {% for row in run_query(
        "select 'tables', concat(schema_name, '.', table_name), comment from duckdb_tables()"
        ~ " where database_name = current_database() union all"
        ~ " select 'views', concat(schema_name, '.', view_name), null from duckdb_views()"
        ~ " where database_name = current_database() and not internal"
    ) %}
        {% do notes[row[0]].update({row[1]: noted(row[2])}) %}
    {% endfor %}
    {{ return(notes) }}
{% endmacro %}


{# The SQL of a view. DuckDB writes it out anew, which takes time: only for those that are read. #}
{% macro sql_of_view(node) %}
    {{ return(value_of(
        'select sql from duckdb_views() where database_name = current_database()'
        ~ ' and schema_name = ' ~ quoted(node.schema) ~ ' and view_name = ' ~ quoted(node.alias)
    )) }}
{% endmacro %}


{# The files of a landing table with their versions, or the rows of a source that is a table. #}
{% macro files_held(source) %}
    {% if source.source_name not in ['landing', 'reference'] %}
        {{ return(held_by(source.relation_name)) }}
    {% endif %}
    {% set files = landing_files(source.identifier) %}
    {% set versions = run_query(file_versions(files)).rows | map('join', ' ') if files else [] %}
    {% set is_of_people = identifying(contract(source.identifier, source.source_name)) %}
    {{ return(versions | join(' ') ~ (forgotten_version() if is_of_people else '')) }}
{% endmacro %}


{#
    What a table holds: its number of rows and the sum of their hashes, whatever their order. On
    Spark nothing is left as it is, and nobody asks.
#}
{% macro held_by(relation) %}{{ return(adapter.dispatch('held_by')(relation)) }}{% endmacro %}

{% macro spark__held_by(relation) %}{{ return('') }}{% endmacro %}

{% macro duckdb__held_by(relation) %}
    {{ return(value_of(
        'select concat(count(*), ' ~ quoted('/') ~ ', sum(hash(held))) as held from '
        ~ relation ~ ' as held'
    )) }}
{% endmacro %}
