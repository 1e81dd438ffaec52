-- Pieces in an order. Gift cards are none.
{{ kpi(
    numerator=sum_of(ref('fct_orders'), 'units', day='placed_date'),
    denominator=count_of(ref('fct_orders'), day='placed_date'),
    segments=['store', 'sales_channel', 'channel', 'device', 'country'],
) }}
