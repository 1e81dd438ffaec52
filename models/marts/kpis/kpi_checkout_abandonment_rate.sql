-- Checkouts not paid within 10 minutes, of those that are decided.
{{ kpi(
    numerator=count_of(
        ref('fct_carts'),
        day='contact_given_date',
        only_if="checkout_state in ('recovered', 'lost')",
    ),
    denominator=count_of(
        ref('fct_carts'),
        day='contact_given_date',
        only_if="checkout_state <> 'pending'",
    ),
    segments=['store'],
) }}
