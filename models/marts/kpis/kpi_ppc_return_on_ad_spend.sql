-- Value of the orders that advertising brought, for each unit of its cost.
{{ kpi(
    numerator=sum_of(
        ref('fct_orders'),
        'net_order_value',
        day='placed_date',
        only_if='has_ppc_touch',
    ),
    denominator=sum_of(ref('fct_ad_performance'), 'cost', day='ad_date'),
    needs=[ref('fct_visits'), ref('fct_orders'), ref('fct_ad_performance')],
) }}
