with

refunds as (

    select * from {{ ref('int_refunds_judged') }}

),

orders as (

    select * from {{ ref('int_orders_kept') }}

)

select refunds.*
from refunds
inner join orders on refunds.order_id = orders.order_id
where refunds.verdict = 'accepted'
