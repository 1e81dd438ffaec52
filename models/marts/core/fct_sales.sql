with

orders as (

    select * from {{ ref('fct_orders') }}

),

refunds as (

    select * from {{ ref('fct_refunds') }}

),

order_sales as (

    select
        'order' as sale_kind,
        order_id as sale_id,
        order_id,
        store_id,
        sales_channel,
        channel,
        device,
        country,
        region,
        person_id,
        placed_date as sale_date,
        net_order_value as net_sales,
        net_order_value + tax_amount + duties_amount + shipping_amount as total_sales,
        cost_amount as cost_of_goods,
        fulfilment_cost,
        payment_fee,
        units as units_sold,
        uncosted_units
    from orders

),

-- A refund has the segments of its order, and its own day. That of a gift card takes nothing
-- back from sales: the card was none.
refund_sales as (

    select
        'refund' as sale_kind,
        refunds.refund_id as sale_id,
        refunds.order_id,
        orders.store_id,
        orders.sales_channel,
        orders.channel,
        orders.device,
        orders.country,
        orders.region,
        orders.person_id,
        refunds.refunded_date as sale_date,
        case when refunds.is_gift_card then 0 else -refunds.amount end as net_sales,
        case
            when refunds.is_gift_card then 0
            else -(refunds.amount + refunds.tax_amount + refunds.shipping_amount)
        end as total_sales,
        -refunds.returned_cost_amount as cost_of_goods,
        0 as fulfilment_cost,
        0 as payment_fee,
        0 as units_sold,
        0 as uncosted_units
    from refunds
    left join orders on refunds.order_id = orders.order_id

),

unioned as (

    select * from order_sales

    union all

    select * from refund_sales

),

final as (

    select
        sale_kind,
        sale_id,
        order_id,
        store_id,
        sales_channel,
        channel,
        device,
        country,
        region,
        person_id,
        sale_date,
        {{ rounded_money('net_sales') }} as net_sales,
        {{ rounded_money('total_sales') }} as total_sales,
        {{ rounded_money('cost_of_goods') }} as cost_of_goods,
        {{ rounded_money('fulfilment_cost') }} as fulfilment_cost,
        {{ rounded_money('payment_fee') }} as payment_fee,
        cast(units_sold as decimal(18, 4)) as units_sold,
        cast(uncosted_units as decimal(18, 4)) as uncosted_units
    from unioned

)

select * from final
