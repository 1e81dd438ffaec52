{#
    The landing contract is data: the YAML of the source `landing`, which docs/landing.md is
    made of too. Everything here reads it, so that a column is described in one place only.
#}

{# The contract of one table: its name, key, columns, and which repeat of a row it keeps. #}
{% macro contract(table, source_name='landing') %}
    {% for node in graph.sources.values() if
        node.source_name == source_name and node.name == table
    %}
        {% set columns = [] %}
        {% for column in node.columns.values() %}
            {% set meta = (column.get('config') or {}).get('meta') or {} %}
            {% do columns.append(dict(meta, name=column.name, type=column.data_type)) %}
        {% endfor %}
        {{ return({
            'table': table,
            'key': node.config.meta.key,
            'keeps': node.config.meta.keeps,
            'is_read_once': node.config.meta.is_read_once,
            'columns': columns,
        }) }}
    {% endfor %}
    {{ exceptions.raise_compiler_error(
        "'" ~ table ~ "' is not a table of the landing contract"
    ) }}
{% endmacro %}


{# Every table of the contract, in the order of their names. #}
{% macro contract_tables(source_name='landing') %}
    {% set tables = [] %}
    {% for node in graph.sources.values() if node.source_name == source_name %}
        {% do tables.append(node.name) %}
    {% endfor %}
    {{ return(tables | sort) }}
{% endmacro %}


{# Rows of an entity from each system that feeds it (var `systems`). #}
{% macro all_systems(entity) %}
    {%- if var('systems') is not mapping %}
        {{ bad_option('systems', 'must map an entity to a list of systems') }}
    {%- endif %}
    {%- set systems = var('systems').get(entity, ['landing']) -%}
    {%- if systems is string or not systems %}
        {{ bad_option('systems', 'must map an entity to a list of systems') }}
    {%- endif %}
    {%- for system in systems %}
    select * from {{ ref('stg_' ~ system ~ '__' ~ entity) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{% endmacro %}
