with

orders as (

    select * from {{ ref('int_orders_judged') }}

)

select *
from orders
where
    verdict = 'accepted'
    and not coalesce(is_test, false)
    and {{ counts_when_cancelled('cancelled_at') }}
