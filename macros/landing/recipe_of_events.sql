{#
    What writes the SQL of the tables that are kept by day, as one hash: the models, the macros
    that they call, the contract. Such a table is added to and not built again, so a version of
    the project that tells events otherwise would add to what an earlier one told.
#}
{% macro recipe_of_events() %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set texts, macros = [tojson(contract('web_events'))], {} %}
    {% for node in graph.nodes.values() if node.resource_type == 'model' and (
        node.config.materialized == 'incremental'
        or node.name in ['stg_landing__web_events', 'int_events_screened']
    ) %}
        {% do texts.append(node.raw_code) %}
        {% do add_macros(node.depends_on.macros, macros) %}
    {% endfor %}
    {{ return(local_md5((texts + macros.values() | list) | sort | join)) }}
{% endmacro %}


{# Puts the texts of macros of the project into `found` by name, and of those that they call. #}
{% macro add_macros(ids, found) %}
    {% for id in ids if id.startswith('macro.' ~ project_name ~ '.') %}
        {% set name = id.split('.')[-1] %}
        {% for one in [name, target.type ~ '__' ~ name] if one in context and one not in found %}
            {% set macro = context[one].macro %}
            {% do found.update({one: macro.macro_sql}) %}
            {% do add_macros(macro.depends_on.macros, found) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
