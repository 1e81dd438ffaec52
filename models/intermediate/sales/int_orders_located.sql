with

orders as (

    select * from {{ ref('int_orders_priced') }}

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

visits as (

    select * from {{ ref('int_visits_summed') }}

),

customers as (

    select * from {{ ref('int_customers_judged') }}
    where verdict = 'accepted'

),

-- Several accounts may share an e-mail: the smallest id with a country speaks for it.
emails as (

    select
        email_hash,
        country
    from customers
    where email_hash is not null and country is not null
    qualify row_number() over (partition by email_hash order by customer_id) = 1

)

select
    orders.order_id,
    coalesce(visits.country, customers.country, emails.country) as country
from orders
inner join matches on orders.order_id = matches.order_id
left join visits on matches.visit_id = visits.visit_id
left join customers on orders.customer_id = customers.customer_id
left join emails on orders.customer_email_hash = emails.email_hash
