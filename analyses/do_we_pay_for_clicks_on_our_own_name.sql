-- Do we pay for clicks on our own name?
-- Clicks by what people had typed, and what the paid ones cost.
with

intent as (

    select * from {{ ref('intent_daily') }}

)

select
    medium,
    intent,
    sum(clicks) as clicks,
    sum(cost) as cost,
    round(sum(cost) / nullif(sum(clicks), 0), 2) as cost_per_click,
    round(100.0 * sum(clicks) / nullif(sum(sum(clicks)) over (partition by medium), 0), 1)
        as click_percent
from intent
group by medium, intent
order by medium, intent
