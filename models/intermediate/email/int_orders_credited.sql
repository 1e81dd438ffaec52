with

orders as (

    select * from {{ ref('int_orders_priced') }}

),

messages as (

    select * from {{ ref('int_messages_delivered') }}

),

clicks as (

    select
        message_id,
        occurred_at as clicked_at
    from {{ ref('int_email_events_judged') }}
    where
        verdict = 'accepted'
        and event_type = 'clicked'
        and not coalesce(is_machine, false)

),

-- The same customer's latest click before the order, among messages delivered within the
-- window; a tie goes to the larger message_id.
credited as (

    select
        orders.order_id,
        messages.message_id
    from orders
    inner join messages
        on
            orders.customer_key = messages.customer_key
            and orders.placed_at > messages.delivered_at
            and orders.placed_at - interval {{ var('email_window_days') * 24 }} hour
            <= messages.delivered_at
    inner join clicks
        on
            messages.message_id = clicks.message_id
            and orders.placed_at > clicks.clicked_at
    qualify
        row_number() over (
            partition by orders.order_id
            order by clicks.clicked_at desc, messages.message_id desc
        ) = 1

)

select * from credited
