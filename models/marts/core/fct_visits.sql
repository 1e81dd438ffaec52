{{ config(
    pre_hook="{{ empty_days('visit_date', dates_changed_since(ref('int_web_events_judged'))) }}",
    post_hook="{{ note_builds(builds_noted(ref('int_visits_sourced')) ~ ' ' ~ held_by(this)) }}",
    **by_day('visit_date')
) }}
{%- set since = dates_changed_since(ref('int_web_events_judged')) -%}
with

visits as (

    select * from {{ ref('int_visits_channeled') }}

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

{% if is_incremental() -%}
-- Dates before, of which some visit is told otherwise now than when it was written.
retold as (

    select distinct told.visit_date
    from {{ this }} as told
    inner join visits on told.visit_id = visits.visit_id
    left join purchases on told.visit_id = purchases.visit_id
    left join people on told.visitor_id = people.visitor_id
    where
        told.channel <> visits.channel
        or told.orders <> coalesce(purchases.orders, 0)
        or told.purchase_at is distinct from purchases.purchase_at
        or told.person_id is distinct from people.person_id

),

{% endif -%}
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
        purchases.purchase_at,
        visits.visit_date
    from visits
    left join purchases on visits.visit_id = purchases.visit_id
    left join people on visits.visitor_id = people.visitor_id
    {%- if is_incremental() %}
    where
        visits.visit_date >= date '{{ since }}'
        or visits.visit_date in (select retold.visit_date from retold)
    {%- endif %}

)

select * from final
