{#
    What a KPI adds up. A measure names its rows (a mart), the column with its day, and the
    value; `where` bounds the rows that the KPI is about, and with them the periods it has;
    `only_if` is the measure's own condition. Counts and sums are added up once a day; a
    distinct count or a quantile is told anew for each period and segment, and in its condition
    `period_end` is the first day after the period.
#}

{% macro count_of(rows, day, where=none, only_if=none) %}
    {{ return(measure(rows, day, where, '1', only_if, 'sum')) }}
{% endmacro %}


{% macro sum_of(rows, value, day, where=none, only_if=none) %}
    {{ return(measure(rows, day, where, value, only_if, 'sum')) }}
{% endmacro %}


{% macro distinct_of(rows, value, day, where=none, only_if=none) %}
    {{ return(measure(rows, day, where, value, only_if, 'distinct')) }}
{% endmacro %}


{# A quantile of a value, over the rows that have one. #}
{% macro quantile_of(rows, value, share, day, where=none, only_if=none) %}
    {{ return(dict(
        measure(rows, day, where, value, only_if, 'quantile'), share=share
    )) }}
{% endmacro %}


{% macro measure(rows, day, where, value, only_if, kind) %}
    {{ return({
        'rows': rows, 'day': day, 'where': where, 'kind': kind,
        'value': 'case when ' ~ only_if ~ ' then ' ~ value ~ ' end' if only_if else value,
    }) }}
{% endmacro %}
