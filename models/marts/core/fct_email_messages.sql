with

messages as (

    select * from {{ ref('int_messages_delivered') }}

),

orders as (

    select
        message_id,
        count(*) as orders
    from {{ ref('int_orders_credited') }}
    group by message_id

),

final as (

    select
        messages.message_id,
        messages.campaign_id,
        messages.customer_key,
        {{ local_date('messages.delivered_at') }} as delivered_date,
        messages.delivered_at,
        messages.is_opened,
        messages.is_clicked,
        coalesce(orders.orders, 0) as orders,
        orders.orders is not null as is_converted
    from messages
    left join orders on messages.message_id = orders.message_id

)

select * from final
