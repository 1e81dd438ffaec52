-- What advertising cost.
{{ kpi(
    numerator=sum_of(ref('fct_ad_performance'), 'cost', day='ad_date'),
    segments=['platform'],
) }}
