-- What customers were charged, less what was given back, each on its own day.
{{ kpi(
    numerator=sum_of(ref('fct_sales'), 'total_sales', day='sale_date'),
    segments=['store', 'sales_channel', 'channel', 'device', 'country'],
    needs=[ref('fct_orders')],
) }}
