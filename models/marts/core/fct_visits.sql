with

visits as (

    select * from {{ ref('int_visits_summed') }}

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

orders as (

    select * from {{ ref('int_orders_priced') }}

),

people as (

    select * from {{ ref('int_visitors_identified') }}

),

purchases as (

    select
        matches.visit_id,
        count(*) as orders,
        min(
            case
                when {{ follows('orders.placed_at', 'visits.checkout_at') }}
                    then orders.placed_at
            end
        ) as purchase_at
    from matches
    inner join orders on matches.order_id = orders.order_id
    inner join visits on matches.visit_id = visits.visit_id
    group by matches.visit_id

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
        visits.landing_page_group,
        coalesce(purchases.orders, 0) as orders,
        purchases.orders is not null as is_converted,
        {{ is_engaged('purchases.orders is not null') }} as is_engaged,
        visits.product_view_at,
        visits.cart_at,
        visits.checkout_at,
        purchases.purchase_at
    from visits
    left join purchases on visits.visit_id = purchases.visit_id
    left join people on visits.visitor_id = people.visitor_id

)

select * from final
