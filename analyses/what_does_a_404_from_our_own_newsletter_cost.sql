-- What does a 404 from our own newsletter cost?
-- Visits from e-mail that met a page which was not there, beside those that did not. Orders
-- lost are what the first would have bought at the second's rate, and worth an average order.
with

visits as (

    select * from {{ ref('fct_visits') }}
    where channel = 'Email'

),

not_found as (

    select distinct visit_id
    from {{ ref('fct_events') }}
    where event_name = 'page_view' and http_status = 404

),

orders as (

    select
        visit_id,
        sum(net_order_value) as net_order_value
    from {{ ref('fct_orders') }}
    group by visit_id

),

summed as (

    select
        count(*) filter (where not_found.visit_id is not null) as visits_with_404,
        count(*) filter (where not_found.visit_id is null) as other_visits,
        count(*) filter (where not_found.visit_id is not null and visits.is_converted)
            as converted_with_404,
        count(*) filter (where not_found.visit_id is null and visits.is_converted)
            as other_converted,
        sum(case when not_found.visit_id is null then orders.net_order_value end)
            as other_net_order_value
    from visits
    left join not_found on visits.visit_id = not_found.visit_id
    left join orders on visits.visit_id = orders.visit_id

)

select
    visits_with_404,
    converted_with_404,
    round(100.0 * converted_with_404 / nullif(visits_with_404, 0), 1)
        as conversion_percent_with_404,
    round(100.0 * other_converted / nullif(other_visits, 0), 1) as conversion_percent,
    round(
        visits_with_404 * cast(other_net_order_value as double) / nullif(other_visits, 0), 2
    ) as expected_net_sales
from summed
