with

orders as (

    select * from {{ ref('int_orders_priced') }}

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

visits as (

    select * from {{ ref('int_visits_channeled') }}

),

places as (

    select * from {{ ref('int_orders_located') }}

),

people as (

    select * from {{ ref('int_orders_identified') }}

),

touches as (

    select * from {{ ref('int_orders_touched') }}

),

customers as (

    select * from {{ ref('dim_customers') }}

),

refunds as (

    select
        order_id,
        cast(sum(returned_units_in_window) as decimal(18, 4))
            as returned_units_in_window
    from {{ ref('int_refunds_returned') }}
    group by order_id

),

final as (

    select
        orders.order_id,
        orders.store_id,
        orders.sales_channel,
        visits.channel,
        visits.device,
        places.country,
        places.region,
        orders.customer_key,
        people.person_id,
        matches.visitor_id,
        matches.visit_id,
        orders.placed_date,
        orders.placed_at,
        orders.is_cancelled,
        coalesce(orders.order_id = customers.first_order_id, false)
            as is_first_order,
        customers.second_order_date as customer_second_order_date,
        touches.visit_id is not null as has_ppc_touch,
        orders.units,
        orders.uncosted_units,
        coalesce(refunds.returned_units_in_window, 0) as returned_units_in_window,
        orders.gross_amount,
        orders.discount_amount,
        {{ net_order_value() }} as net_order_value,
        orders.tax_amount,
        orders.duties_amount,
        orders.shipping_amount,
        orders.fulfilment_cost,
        orders.payment_fee,
        orders.cost_amount
    from orders
    inner join matches on orders.order_id = matches.order_id
    inner join places on orders.order_id = places.order_id
    left join people on orders.order_id = people.order_id
    left join visits on matches.visit_id = visits.visit_id
    left join touches on orders.order_id = touches.order_id
    left join customers on orders.customer_key = customers.customer_key
    left join refunds on orders.order_id = refunds.order_id

)

select * from final
