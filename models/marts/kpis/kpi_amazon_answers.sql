-- Answers that the seller gave.
{{ kpi(
    numerator=count_of(
        ref('fct_marketplace_answers'),
        day='answered_date',
        where="marketplace = 'amazon'",
        only_if="answered_by = 'seller'",
    ),
) }}
