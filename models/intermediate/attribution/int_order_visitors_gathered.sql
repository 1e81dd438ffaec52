with

orders as (

    select
        orders.order_id,
        orders.customer_key,
        orders.customer_id,
        matches.visitor_id
    from {{ ref('int_orders_priced') }} as orders
    inner join {{ ref('int_orders_matched') }} as matches
        on orders.order_id = matches.order_id

),

visitors_of_customers as (

    select distinct
        customer_key,
        visitor_id
    from orders
    where visitor_id is not null

),

visitors_of_accounts as (

    select distinct
        customer_id,
        visitor_id
    from {{ ref('int_events_sessionized') }}
    where visitor_id is not null

)

select
    orders.order_id,
    visitors_of_customers.visitor_id
from orders
inner join visitors_of_customers
    on orders.customer_key = visitors_of_customers.customer_key

union distinct

select
    orders.order_id,
    visitors_of_accounts.visitor_id
from orders
inner join visitors_of_accounts
    on orders.customer_id = visitors_of_accounts.customer_id
