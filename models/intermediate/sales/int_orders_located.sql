with

orders as (

    select * from {{ ref('int_orders_priced') }}

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

visits as (

    select * from {{ ref('int_visits_sourced') }}

),

customers as (

    select * from {{ ref('int_customers_judged') }}
    where verdict = 'accepted'

),

-- Several accounts may share an e-mail: the smallest id with a country (a region) speaks for
-- it.
countries as (

    select
        email_hash,
        country
    from customers
    where country is not null
    qualify row_number() over (partition by email_hash order by customer_id) = 1

),

regions as (

    select
        email_hash,
        region
    from customers
    where region is not null
    qualify row_number() over (partition by email_hash order by customer_id) = 1

)

select
    orders.order_id,
    coalesce(visits.country, customers.country, countries.country) as country,
    coalesce(visits.region, customers.region, regions.region) as region
from orders
inner join matches on orders.order_id = matches.order_id
left join visits on matches.visit_id = visits.visit_id
left join customers on orders.customer_id = customers.customer_id
left join countries on orders.customer_email_hash = countries.email_hash
left join regions on orders.customer_email_hash = regions.email_hash
