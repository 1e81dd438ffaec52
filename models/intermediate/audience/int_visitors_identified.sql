with

events as (

    select * from {{ ref('int_events_sessionized') }}

)

select
    visitor_id,
    customer_id as person_id
from events
where visitor_id is not null and customer_id is not null
qualify
    row_number() over (
        partition by visitor_id
        order by occurred_at desc, event_id desc
    ) = 1
