{# One row a KPI model, from the meta of its YAML; options with the values in force. #}
{% macro kpi_catalogue() %}
    {%- if not execute %}{{ return('select 1 as kpi') }}{% endif -%}
    {%- for node in graph.nodes.values() | sort(attribute='name')
        if node.resource_type == 'model' and node.config.meta.formula
    %}
    {%- set meta = node.config.meta %}
    {%- set options = [] %}
    {%- for option in meta.options or [] %}
    {%- do options.append(option ~ ' = ' ~ var(option)) %}
    {%- endfor %}
    select
        {{ quoted(node.name[4:]) }} as kpi,
        {{ quoted(meta.label) }} as label,
        {{ quoted(meta.family) }} as family,
        {{ quoted(meta.unit) }} as unit,
        {{ quoted(meta.better) }} as better,
        {{ quoted(meta.formula) }} as formula,
        {{ quoted(meta.authority) }} as authority,
        {{ quoted(options | join(', ')) }} as options
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}
