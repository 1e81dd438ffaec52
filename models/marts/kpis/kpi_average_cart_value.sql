-- What is in a cart, bought or not; a cleared cart holds nothing.
{{ kpi(
    numerator=sum_of(
        ref('fct_carts'),
        'cart_value',
        day='created_date',
        only_if="cart_state <> 'cleared'",
    ),
    denominator=count_of(
        ref('fct_carts'),
        day='created_date',
        only_if="cart_state <> 'cleared' and cart_value is not null",
    ),
    segments=['store'],
) }}
