-- Which products are seen but not bought?
-- Products with many visits to their page, the least bought first.
with

products as (

    select
        product_id,
        category,
        sum(visits_viewed) as visits_viewed,
        sum(visits_carted) as visits_carted,
        sum(visits_bought) as visits_bought
    from {{ ref('funnel_products') }}
    group by product_id, category

),

ranked as (

    select
        *,
        percent_rank() over (order by visits_viewed) as viewed_rank
    from products

)

select
    product_id,
    category,
    visits_viewed,
    visits_carted,
    visits_bought,
    round(100.0 * visits_bought / visits_viewed, 1) as bought_percent
from ranked
where viewed_rank >= 0.5 and visits_viewed > 0
order by bought_percent asc, visits_viewed desc, product_id asc
limit 10
