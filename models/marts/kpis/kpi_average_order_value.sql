-- What an order brings before tax and shipping; later refunds change nothing.
{{ kpi(
    numerator=sum_of(ref('fct_orders'), 'net_order_value', day='placed_date'),
    denominator=count_of(ref('fct_orders'), day='placed_date'),
    segments=[
        'store', 'sales_channel', 'channel', 'device', 'country',
        'region', 'gender', 'age_group',
    ],
) }}
