-- Cost of an order that advertising brought by our own count.
{{ kpi(
    numerator=sum_of(ref('fct_ad_performance'), 'cost', day='ad_date'),
    denominator=count_of(
        ref('fct_orders'),
        day='placed_date',
        only_if='has_ppc_touch',
    ),
    needs=[ref('fct_visits'), ref('fct_orders'), ref('fct_ad_performance')],
) }}
