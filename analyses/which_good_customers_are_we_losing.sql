-- Which good customers are we losing?
-- Customers by RFM segment, with what they spent and how long they have been away.
with

customers as (

    select * from {{ ref('customer_rfm') }}

)

select
    rfm_segment,
    count(*) as customers,
    sum(net_sales) as net_sales,
    round(avg(recency_days), 0) as mean_recency_days,
    round(100.0 * sum(net_sales) / sum(sum(net_sales)) over (), 1) as net_sales_percent
from customers
group by rfm_segment
order by net_sales desc, rfm_segment asc
