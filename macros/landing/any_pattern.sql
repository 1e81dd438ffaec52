{#
    One regular expression, as a literal, that matches what any of a reference table's
    patterns matches, without regard to case. A literal, because an engine compiles it once;
    a pattern that is a column it compiles again for each row.
#}
{% macro any_pattern(table, column) %}
    {% if not execute or not load_relation(table) %}{{ return("'$.'") }}{% endif %}
    {% set found = run_query(
        'select ' ~ column ~ ' from ' ~ table ~ ' where violation is null order by 1'
    ) %}
    {% if not found | length %}{{ return("'$.'") }}{% endif %}
    {{ return(quoted('(?i)(' ~ found.columns[0].values() | join('|') ~ ')')) }}
{% endmacro %}
