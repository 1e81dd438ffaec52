with

carts as (

    select * from {{ ref('int_carts_judged') }}
    where verdict = 'accepted'

),

orders as (

    select * from {{ ref('fct_orders') }}

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

described as (

    select
        carts.cart_id,
        carts.store_id,
        carts.order_id,
        carts.created_at,
        carts.updated_at,
        carts.emptied_at,
        carts.checkout_started_at,
        carts.contact_given_at,
        coalesce(carts.completed_at, orders.placed_at) as completed_at,
        carts.item_count,
        {{ in_reporting_currency('carts.cart_value', 'carts.exchange_rate') }}
            as cart_value,
        carts.order_id is not null or carts.completed_at is not null as is_purchased,
        carts.checkout_started_at is not null or carts.contact_given_at is not null
            as is_brought_to_checkout,
        as_of.as_of
    from carts
    inner join as_of on {{ until_as_of('carts.created_at') }}
    left join orders on carts.order_id = orders.order_id

),

-- A cart without items that was never bought, emptied or brought to checkout never was one.
real_carts as (

    select * from described
    where
        coalesce(item_count <> 0, true)
        or is_purchased
        or emptied_at is not null
        or is_brought_to_checkout

),

final as (

    select
        cart_id,
        store_id,
        order_id,
        {{ local_date('created_at') }} as created_date,
        {{ local_date('contact_given_at') }} as contact_given_date,
        created_at,
        updated_at,
        emptied_at,
        checkout_started_at,
        contact_given_at,
        completed_at,
        item_count,
        cart_value,
        case
            when is_purchased then 'purchased'
            when emptied_at is not null and coalesce(item_count, 0) < 1 then 'cleared'
            when updated_at > as_of - interval {{ var('cart_abandon_hours') }} hour
                then 'open'
            else 'abandoned'
        end as cart_state,
        case
            when contact_given_at is null then null
            when completed_at <= contact_given_at + interval 10 minute
                then 'completed'
            when completed_at <= contact_given_at + interval 168 hour
                then 'recovered'
            when completed_at is null
                and contact_given_at > as_of - interval 10 minute
                then 'pending'
            else 'lost'
        end as checkout_state
    from real_carts

)

select * from final
