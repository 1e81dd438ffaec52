-- Carts that nobody bought, emptied or touched any more.
{{ kpi(
    numerator=count_of(
        ref('fct_carts'),
        day='created_date',
        only_if="cart_state = 'abandoned'",
    ),
    segments=['store'],
) }}
