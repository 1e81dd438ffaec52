-- Where does the checkout stop?
-- Carts that went on to each step, and how many minutes the half of them took.
with

checkout as (

    select * from {{ ref('funnel_checkout') }}
    where period_grain = 'month'

)

select
    period_start as month,
    carts,
    checkouts_started,
    contacts_given,
    completed,
    round(100.0 * checkouts_started / nullif(carts, 0), 1) as started_percent,
    round(100.0 * completed / nullif(contacts_given, 0), 1) as completed_percent,
    round(median_minutes_to_checkout, 1) as minutes_to_checkout,
    round(median_minutes_to_completion, 1) as minutes_to_completion
from checkout
order by month
