-- Seller feedback of 4 or 5 stars.
{{ kpi(
    numerator=count_of(
        ref('fct_marketplace_feedback'),
        day='submitted_date',
        where="marketplace = 'amazon'",
        only_if="kind = 'seller_feedback' and rating >= 4",
    ),
    denominator=count_of(
        ref('fct_marketplace_feedback'),
        day='submitted_date',
        where="marketplace = 'amazon'",
        only_if="kind = 'seller_feedback'",
    ),
) }}
