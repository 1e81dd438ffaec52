{#
    Which fifth of all rows a row is in, 5 for the best: 1 + ⌊5 × the share of rows that are
    strictly worse⌋. `worst_first` orders them; those that tie share a fifth.
#}
{% macro quintile(worst_first) -%}
    cast(
        1 + floor(
            5 * (rank() over (order by {{ worst_first }}) - 1)
            / cast(count(*) over () as double)
        ) as int
    )
{%- endmacro %}
