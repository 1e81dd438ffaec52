-- What is a customer worth after three months?
-- Net sales less refunds per customer of each month's newcomers, month by month.
with

cohorts as (

    select * from {{ ref('customer_cohorts') }}

)

select
    first_order_month,
    customers,
    round(max(case when months_since = 0 then cumulative_net_sales_per_customer end), 2)
        as month_0,
    round(max(case when months_since = 1 then cumulative_net_sales_per_customer end), 2)
        as month_1,
    round(max(case when months_since = 2 then cumulative_net_sales_per_customer end), 2)
        as month_2,
    round(max(case when months_since = 3 then cumulative_net_sales_per_customer end), 2)
        as month_3
from cohorts
group by first_order_month, customers
order by first_order_month
