{#
    The condition, over the extras `uncosted` and `units`, that more than max_uncosted_share of
    the units have no known cost. As decimals: as doubles 29 of 100 units would be more than a
    share of 0.29.
#}
{% macro uncosted_beyond_share() %}
    {{ return(
        'cast(uncosted as decimal(18, 4)) > cast(units as decimal(18, 4)) * '
        ~ var('max_uncosted_share')
    ) }}
{% endmacro %}
