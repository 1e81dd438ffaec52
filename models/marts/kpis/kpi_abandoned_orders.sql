-- Checkouts with contact details that were not paid within 10 minutes.
{{ kpi(
    numerator=count_of(
        ref('fct_carts'),
        day='contact_given_date',
        only_if="checkout_state in ('recovered', 'lost')",
    ),
    segments=['store'],
) }}
