with

orders as (

    select * from {{ ref('int_orders_priced') }}
    where not is_cancelled

),

numbered as (

    select
        *,
        row_number() over (
            partition by customer_key order by placed_at, order_id
        ) as order_number
    from orders

),

final as (

    select
        customer_key,
        count(*) as orders,
        max(case when order_number = 1 then order_id end) as first_order_id,
        min(placed_date) as first_order_date,
        min(case when order_number = 2 then placed_date end) as second_order_date,
        max(placed_date) as last_order_date
    from numbered
    group by customer_key

)

select * from final
