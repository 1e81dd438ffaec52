-- Fails if the cohorts have other customers, orders or net sales than the customers themselves.
with

cohorts as (

    select
        coalesce(sum(customers) filter (where months_since = 0), 0) as customers,
        coalesce(sum(orders), 0) as orders,
        coalesce(sum(net_sales), 0) as net_sales
    from {{ ref('customer_cohorts') }}

),

customers as (

    select
        count(*) as customers,
        coalesce(sum(orders), 0) as orders,
        coalesce(sum(net_sales), 0) as net_sales
    from {{ ref('customer_rfm') }}

)

select
    cohorts.*,
    customers.customers as of_rfm,
    customers.orders as orders_of_rfm,
    customers.net_sales as net_sales_of_rfm
from cohorts
cross join customers
where
    cohorts.customers <> customers.customers
    or cohorts.orders <> customers.orders
    or cohorts.net_sales <> customers.net_sales
