{#
    Two columns for a row of `table`: quarantine_reason (NULL for a usable row) and verdict
    (accepted, duplicate, quarantined or waiting). `later` are reasons that take more than the row
    itself, each with the condition under which it holds; they come after the contract's own.

    Usable rows come first, duplicates second: of the usable rows with one key an event keeps
    the first that was loaded, a state the newest. A tie is broken by the typed values of all
    columns in the contract's order. A usable row for which `waits` holds is not judged yet.
#}
{% macro verdict(table, later={}, waits=none) %}
    {%- if not execute %}{{ return('1 as verdict') }}{% endif -%}
    {%- set spec = contract(table) -%}
    {%- set reason -%}
        case
            when violation is not null then violation
            {%- for name, condition in later.items() %}
            when {{ condition }} then '{{ name }}'
            {%- endfor %}
        end
    {%- endset -%}
    {{ reason }} as quarantine_reason,
    case
        when {{ reason }} is not null then 'quarantined'
        {%- if waits %}
        when {{ waits }} then 'waiting'
        {%- endif %}
        when row_number() over (
            partition by
                {{ reason }} is null,
                {%- if waits %}
                {{ waits }},
                {%- endif %}
                {{ spec.key | join(', ') }}
            order by {{ order_of_repeats(spec) | join(', ') }}
        ) = 1 then 'accepted'
        else 'duplicate'
    end as verdict
{%- endmacro %}


{# The order in which repeats of a row are preferred: a list of `order by` terms. #}
{% macro order_of_repeats(spec) %}
    {% set names = spec.columns | map(attribute='name') | list %}
    {% set order = [] %}
    {% set direction = 'asc' if spec.keeps == 'first' else 'desc' %}
    {% for name in ['updated_at', 'loaded_at'] if name in names
        and (name == 'loaded_at' or spec.keeps == 'last')
    %}
        {% do order.append(name ~ ' ' ~ direction ~ ' nulls last') %}
    {% endfor %}
    {% for column in spec.columns if column.name not in spec.key %}
        {% do order.append(
            column.name ~ ('_rank' if column.personal else '') ~ ' asc nulls last'
        ) %}
    {% endfor %}
    {{ return(order) }}
{% endmacro %}
