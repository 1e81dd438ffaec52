with

events as (

    select * from {{ ref('fct_events') }}

),

visits as (

    select * from {{ ref('fct_visits') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

products as (

    select * from {{ ref('dim_products') }}

),

reached as (

    select
        visit_id,
        product_id,
        event_name as step
    from events
    where event_name in ('view_item', 'add_to_cart')

    union all

    select
        orders.visit_id,
        order_lines.product_id,
        'purchase' as step
    from order_lines
    inner join orders on order_lines.order_id = orders.order_id

),

final as (

    select
        {{ period_start('month', 'visits.visit_date') }} as month,
        reached.product_id,
        coalesce(products.category, 'unknown') as category,
        count(distinct case when reached.step = 'view_item' then visits.visit_id end)
            as visits_viewed,
        count(distinct case when reached.step = 'add_to_cart' then visits.visit_id end)
            as visits_carted,
        count(distinct case when reached.step = 'purchase' then visits.visit_id end)
            as visits_bought
    from reached
    inner join visits on reached.visit_id = visits.visit_id
    left join products on reached.product_id = products.product_id
    where reached.product_id is not null
    group by month, reached.product_id, products.category

)

select * from final
