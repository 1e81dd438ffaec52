-- Cost of a conversion as the platforms count them.
{{ kpi(
    numerator=sum_of(ref('fct_ad_performance'), 'cost', day='ad_date'),
    denominator=sum_of(ref('fct_ad_performance'), 'conversions', day='ad_date'),
    segments=['platform'],
) }}
