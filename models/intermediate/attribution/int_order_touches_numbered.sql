with

orders as (

    select * from {{ ref('int_orders_priced') }}

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

order_visitors as (

    select * from {{ ref('int_order_visitors_gathered') }}

),

visits as (

    select * from {{ ref('int_visits_channeled') }}

),

touches as (

    select
        orders.order_id,
        visits.visit_id,
        visits.channel,
        visits.source,
        visits.medium,
        visits.campaign,
        visits.started_at
    from orders
    inner join matches on orders.order_id = matches.order_id
    inner join order_visitors on orders.order_id = order_visitors.order_id
    inner join visits
        on
            order_visitors.visitor_id = visits.visitor_id
            and {{ is_touch('attribution_window_days') }}

),

numbered as (

    select
        orders.order_id,
        orders.placed_at,
        touches.visit_id,
        touches.channel,
        touches.source,
        touches.medium,
        touches.campaign,
        touches.started_at,
        row_number() over (
            partition by orders.order_id
            order by touches.started_at asc, touches.visit_id asc
        ) as touch_number
    from orders
    left join touches on orders.order_id = touches.order_id

),

placed as (

    select
        *,
        count(*) over (partition by order_id) as touches,
        max(case when channel <> 'Direct' then touch_number end)
            over (partition by order_id) as last_non_direct_number,
        max(started_at) over (partition by order_id) as last_started_at
    from numbered

)

select
    order_id,
    visit_id,
    channel,
    source,
    medium,
    campaign,
    started_at,
    touch_number,
    touches,
    coalesce(last_non_direct_number, touches) as last_non_direct_number,
    -- No touch is younger than its order, which may come before its own visit starts. Where
    -- there is no touch, the order's moment stands for both: least skips NULL.
    cast(
        {{ seconds_between(
            'least(started_at, placed_at)', 'least(last_started_at, placed_at)'
        ) }} as double
    ) / 86400 as days_before_last
from placed
