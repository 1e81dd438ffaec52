-- Abandoned carts, of those that were abandoned or bought.
{{ kpi(
    numerator=count_of(
        ref('fct_carts'),
        day='created_date',
        only_if="cart_state = 'abandoned'",
    ),
    denominator=count_of(
        ref('fct_carts'),
        day='created_date',
        only_if="cart_state in ('abandoned', 'purchased')",
    ),
    segments=['store'],
) }}
