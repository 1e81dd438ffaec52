with

orders as (

    select * from {{ ref('int_orders_priced') }}

),

events as (

    select * from {{ ref('int_events_sessionized') }}

),

visits as (

    select * from {{ ref('int_visits_sourced') }}

),

-- The visit that holds the order's first purchase event.
purchases as (

    select
        order_id,
        visit_id
    from events
    where
        event_name = 'purchase'
        and order_id is not null
        and visit_id is not null
    qualify
        row_number() over (partition by order_id order by occurred_at, event_id) = 1

),

-- Else the visit of the order's visitor that was going on when it was placed. A visit goes on
-- for the timeout after its last event.
ongoing as (

    select
        orders.order_id,
        visits.visit_id
    from orders
    inner join visits
        on
            orders.visitor_id = visits.visitor_id
            and orders.placed_at >= visits.started_at
            and orders.placed_at
            <= visits.ended_at + interval {{ var('visit_timeout_minutes') }} minute
    -- Visits overlap only where an option splits them; the newest is the one going on.
    qualify
        row_number() over (
            partition by orders.order_id
            order by visits.started_at desc, visits.visit_id asc
        ) = 1

),

matched as (

    select
        orders.order_id,
        coalesce(purchases.visit_id, ongoing.visit_id) as visit_id
    from orders
    left join purchases on orders.order_id = purchases.order_id
    left join ongoing on orders.order_id = ongoing.order_id

)

select
    matched.order_id,
    matched.visit_id,
    coalesce(visits.visitor_id, orders.visitor_id) as visitor_id
from matched
inner join orders on matched.order_id = orders.order_id
left join visits on matched.visit_id = visits.visit_id
