-- Do people who search buy more?
-- Visits with and without a search; those of visitors who came back are told apart, because
-- who knows the shop both searches and buys more.
with

visits as (

    select * from {{ ref('fct_visits') }}

)

select
    visitor_type,
    searches > 0 as has_searched,
    count(*) as visits,
    count(*) filter (where is_converted) as converted_visits,
    round(100.0 * count(*) filter (where is_converted) / count(*), 1) as conversion_percent
from visits
group by visitor_type, has_searched
order by visitor_type, has_searched
