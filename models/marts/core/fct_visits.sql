with

visits as (

    select * from {{ ref('int_visits_summed') }}

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

steps as (

    select * from {{ ref('int_visits_stepped') }}

),

people as (

    select * from {{ ref('int_visitors_identified') }}

),

orders as (

    select
        visit_id,
        count(*) as orders
    from matches
    where visit_id is not null
    group by visit_id

),

final as (

    select
        visits.visit_id,
        visits.visitor_id,
        people.person_id,
        visits.store_id,
        visits.device,
        visits.country,
        visits.region,
        visits.source,
        visits.medium,
        visits.campaign,
        visits.click_id_kind,
        visits.channel,
        visits.visitor_type,
        visits.visit_date,
        visits.started_at,
        visits.ended_at,
        visits.duration_seconds,
        visits.events,
        visits.page_views,
        visits.searches,
        coalesce(orders.orders, 0) as orders,
        orders.orders is not null as is_converted,
        {{ is_engaged('orders.orders is not null') }} as is_engaged,
        steps.product_view_at,
        steps.cart_at,
        steps.checkout_at,
        steps.purchase_at
    from visits
    left join orders on visits.visit_id = orders.visit_id
    left join steps on visits.visit_id = steps.visit_id
    left join people on visits.visitor_id = people.visitor_id

)

select * from final
