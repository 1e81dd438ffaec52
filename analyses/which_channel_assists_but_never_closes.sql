-- Which channel assists but never closes?
-- What a channel gets as a touch on the way (linear) beside what it gets as the last one.
with

attribution as (

    select * from {{ ref('attribution_by_channel') }}
    where period_grain = 'year'

)

select
    channel,
    round(sum(case when model = 'linear' then orders end), 1) as assisted_orders,
    round(sum(case when model = 'last_touch' then orders end), 1) as closed_orders,
    round(sum(case when model = 'first_touch' then orders end), 1) as opened_orders,
    round(sum(case when model = 'linear' then cost end), 2) as cost
from attribution
where channel <> 'unmatched'
group by channel
order by assisted_orders - closed_orders desc, channel asc
