-- Checkouts paid later than 10 minutes, but within 7 days.
{{ kpi(
    numerator=count_of(
        ref('fct_carts'),
        day='contact_given_date',
        only_if="checkout_state = 'recovered'",
    ),
    segments=['store'],
) }}
