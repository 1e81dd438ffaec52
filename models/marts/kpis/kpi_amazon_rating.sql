-- Stars given on Amazon, for the seller and for products.
{{ kpi(
    numerator=sum_of(
        ref('fct_marketplace_feedback'),
        'rating',
        day='submitted_date',
        where="marketplace = 'amazon'",
    ),
    denominator=count_of(
        ref('fct_marketplace_feedback'),
        day='submitted_date',
        where="marketplace = 'amazon'",
    ),
    segments=['kind'],
) }}
