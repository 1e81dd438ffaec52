select
    customer_id,
    birth_date,
    gender
from {{ ref('int_customers_judged') }}
where verdict = 'accepted'
