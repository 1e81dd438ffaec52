with

{{ framed(
    measures={
        'visits': count_of(ref('fct_visits'), day='visit_date'),
        'product_views': count_of(
            ref('fct_visits'), day='visit_date', only_if='product_view_at is not null'
        ),
        'carts': count_of(
            ref('fct_visits'), day='visit_date', only_if='cart_at is not null'
        ),
        'checkouts': count_of(
            ref('fct_visits'), day='visit_date', only_if='checkout_at is not null'
        ),
        'purchases': count_of(
            ref('fct_visits'), day='visit_date', only_if='purchase_at is not null'
        ),
    },
    segments=['store', 'channel', 'device', 'country', 'visitor_type'],
) }},

steps as (

    {{ funnel_step(1, 'visit', 'visits', none) }}

    union all

    {{ funnel_step(2, 'product_view', 'product_views', 'visits') }}

    union all

    {{ funnel_step(3, 'cart', 'carts', 'product_views') }}

    union all

    {{ funnel_step(4, 'checkout', 'checkouts', 'carts') }}

    union all

    {{ funnel_step(5, 'purchase', 'purchases', 'checkouts') }}

),

final as (

    select
        period_grain,
        period_start,
        segment_by,
        segment,
        step_number,
        step,
        cast(visits as bigint) as visits,
        visits / nullif(all_visits, 0) as share_of_visits,
        visits / nullif(visits_before, 0) as share_of_previous_step,
        1 - visits / nullif(visits_before, 0) as drop_off
    from steps

)

select * from final
