with

orders as (

    select
        orders.*,
        {{ local_date('orders.placed_at') }} as placed_date
    from {{ ref('int_orders_kept') }} as orders
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('orders.placed_at') }}

),

order_lines as (

    select * from {{ ref('int_order_lines_costed') }}

),

summed as (

    select
        order_id,
        cast(sum(units) as decimal(18, 4)) as units,
        cast(sum(uncosted_units) as decimal(18, 4)) as uncosted_units,
        cast(sum(gross_amount) as decimal(18, 4)) as gross_amount,
        cast(sum(sale_discount_amount) as decimal(18, 4)) as discount_amount,
        cast(sum(cost_amount) as decimal(18, 4)) as cost_amount
    from order_lines
    group by order_id

),

priced as (

    select
        orders.order_id,
        orders.store_id,
        orders.sales_channel,
        orders.customer_id,
        orders.customer_email_hash,
        orders.visitor_id,
        {{ customer_key(
            'orders.customer_email_hash', 'orders.customer_id', 'orders.order_id'
        ) }} as customer_key,
        orders.cancelled_at is not null as is_cancelled,
        orders.placed_at,
        orders.placed_date,
        coalesce(summed.units, 0) as units,
        coalesce(summed.uncosted_units, 0) as uncosted_units,
        coalesce(summed.gross_amount, 0) as gross_amount,
        {{ rounded_money(
            'coalesce(summed.discount_amount, 0) + ' ~ order_money('discount_amount')
        ) }} as discount_amount,
        {{ order_money('tax_amount') }} as tax_amount,
        {{ order_money('duties_amount') }} as duties_amount,
        {{ order_money('shipping_amount') }} as shipping_amount,
        {{ order_money('fulfilment_cost') }} as fulfilment_cost,
        {{ order_money('payment_fee') }} as payment_fee,
        coalesce(summed.cost_amount, 0) as cost_amount
    from orders
    left join summed on orders.order_id = summed.order_id

)

select * from priced
