-- Units that came back within the window, of the units that the period sold.
{{ kpi(
    numerator=sum_of(
        ref('fct_orders'),
        'returned_units_in_window',
        day='placed_date',
        only_if='not is_cancelled',
    ),
    denominator=sum_of(
        ref('fct_orders'),
        'units',
        day='placed_date',
        only_if='not is_cancelled',
    ),
    segments=['store', 'sales_channel', 'channel', 'device', 'country'],
) }}
