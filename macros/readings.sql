{#
    Other ways to read a KPI, for the reconciliation with what others tell. A closer one comes
    first where two explain a gap alike.
#}
{% macro reading_names() %}
    {{ return([
        'refunds_by_order_date', 'without_tax', 'with_tax', 'without_shipping',
        'with_shipping', 'utc_day', 'bots_in', 'cancelled_out',
    ]) }}
{% endmacro %}


{#
    Rows (day, kpi, reading, reading_rank, value) of a reading of each KPI, given as
    [kpi, reading, value, basis]: a value over the row of a CTE `summed` that has this basis
    (the reading's name, where there is none).
#}
{% macro readings(told) -%}
    {%- for kpi, reading, value, basis in told %}
    select
        day,
        '{{ kpi }}' as kpi,
        '{{ reading }}' as reading,
        {{ reading_names().index(reading) + 1 }} as reading_rank,
        cast({{ value }} as double) as value
    from summed
    where basis = '{{ basis }}'
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
