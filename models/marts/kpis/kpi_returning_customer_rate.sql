-- Customers of the period who had ordered before, or twice in it.
{{ kpi(
    numerator=distinct_of(
        ref('fct_orders'),
        'customer_key',
        day='placed_date',
        only_if='not is_cancelled and customer_second_order_date < period_end',
    ),
    denominator=distinct_of(
        ref('fct_orders'),
        'customer_key',
        day='placed_date',
        only_if='not is_cancelled',
    ),
    segments=['store', 'sales_channel', 'channel', 'device', 'country'],
) }}
