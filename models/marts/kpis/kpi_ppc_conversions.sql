-- Conversions as the platforms count them; they may claim the same order twice.
{{ kpi(
    numerator=sum_of(ref('fct_ad_performance'), 'conversions', day='ad_date'),
    segments=['platform'],
) }}
