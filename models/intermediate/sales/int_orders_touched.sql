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

-- The last visit that is not Direct within the window before the order; the order's own visit
-- counts whenever it began.
touches as (

    select
        orders.order_id,
        visits.visit_id,
        visits.channel
    from orders
    inner join matches on orders.order_id = matches.order_id
    inner join visits
        on
            matches.visitor_id = visits.visitor_id
            and visits.channel <> 'Direct'
            and {{ is_touch('ppc_window_days') }}
    qualify
        row_number() over (
            partition by orders.order_id
            order by visits.started_at desc, visits.visit_id asc
        ) = 1

)

select
    order_id,
    visit_id,
    channel
from touches
where channel in {{ ppc_channels() }}
