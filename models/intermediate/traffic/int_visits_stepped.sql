with

events as (

    select
        visit_id,
        event_name,
        occurred_at
    from {{ ref('int_events_sessionized') }}
    where
        visit_id is not null
        and event_name in ('view_item', 'add_to_cart', 'begin_checkout')

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

orders as (

    select * from {{ ref('int_orders_priced') }}

),

moments as (

    select
        visit_id,
        event_name as step,
        occurred_at as moment
    from events

    union all

    select
        matches.visit_id,
        'purchase' as step,
        orders.placed_at as moment
    from matches
    inner join orders on matches.order_id = orders.order_id
    where matches.visit_id is not null

),

-- A step counts from the first moment at or after the step before it was reached.
viewed as (

    select
        *,
        min(case when step = 'view_item' then moment end)
            over (partition by visit_id) as product_view_at
    from moments

),

carted as (

    select
        *,
        min(case when {{ follows('product_view_at') }} and step = 'add_to_cart' then moment end)
            over (partition by visit_id) as cart_at
    from viewed

),

checked_out as (

    select
        *,
        min(case when {{ follows('cart_at') }} and step = 'begin_checkout' then moment end)
            over (partition by visit_id) as checkout_at
    from carted

)

select
    visit_id,
    min(product_view_at) as product_view_at,
    min(cart_at) as cart_at,
    min(checkout_at) as checkout_at,
    min(case when {{ follows('checkout_at') }} and step = 'purchase' then moment end)
        as purchase_at
from checked_out
group by visit_id
