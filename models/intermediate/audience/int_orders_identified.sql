with

orders as (

    select * from {{ ref('int_orders_priced') }}

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

visitors as (

    select * from {{ ref('int_visitors_identified') }}

),

customers as (

    select * from {{ ref('int_customers_judged') }}
    where verdict = 'accepted'

),

-- Several accounts may share an e-mail: the smallest id speaks for it.
emails as (

    select
        email_hash,
        min(customer_id) as customer_id
    from customers
    group by email_hash

)

select
    orders.order_id,
    coalesce(customers.customer_id, emails.customer_id, visitors.person_id)
        as person_id
from orders
inner join matches on orders.order_id = matches.order_id
left join customers on orders.customer_id = customers.customer_id
left join emails on orders.customer_email_hash = emails.email_hash
-- Of an order without a visit the visitor alone says nothing.
left join visitors
    on matches.visitor_id = visitors.visitor_id and matches.visit_id is not null
