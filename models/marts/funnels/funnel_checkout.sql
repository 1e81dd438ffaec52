with

{{ framed(
    measures={
        'carts': count_of(ref('fct_carts'), day='created_date'),
        'checkouts_started': count_of(
            ref('fct_carts'), day='created_date', only_if='checkout_started_at is not null'
        ),
        'contacts_given': count_of(
            ref('fct_carts'), day='created_date', only_if='contact_given_at is not null'
        ),
        'completed': count_of(
            ref('fct_carts'), day='created_date', only_if="cart_state = 'purchased'"
        ),
        'median_minutes_to_checkout': quantile_of(
            ref('fct_carts'),
            minutes_between('created_at', 'checkout_started_at'),
            0.5,
            day='created_date',
        ),
        'median_minutes_to_contact': quantile_of(
            ref('fct_carts'),
            minutes_between('checkout_started_at', 'contact_given_at'),
            0.5,
            day='created_date',
        ),
        'median_minutes_to_completion': quantile_of(
            ref('fct_carts'),
            minutes_between('contact_given_at', 'completed_at'),
            0.5,
            day='created_date',
        ),
    },
    segments=[],
) }},

final as (

    select
        period_grain,
        period_start,
        cast(carts as bigint) as carts,
        cast(checkouts_started as bigint) as checkouts_started,
        cast(contacts_given as bigint) as contacts_given,
        cast(completed as bigint) as completed,
        median_minutes_to_checkout,
        median_minutes_to_contact,
        median_minutes_to_completion
    from framed

)

select * from final
