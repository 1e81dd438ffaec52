-- Sales after discounts and refunds, without tax and shipping; a refund on its own day.
{{ kpi(
    numerator=sum_of(ref('fct_sales'), 'net_sales', day='sale_date'),
    segments=[
        'store', 'sales_channel', 'channel', 'device', 'country',
        'region', 'gender', 'age_group',
    ],
    needs=[ref('fct_orders')],
) }}
