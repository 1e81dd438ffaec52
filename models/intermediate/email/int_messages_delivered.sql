with

events as (

    select events.*
    from {{ ref('int_email_events_judged') }} as events
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('events.occurred_at') }}
    where events.verdict = 'accepted'

),

summed as (

    select
        message_id,
        {{ first_of(
            'campaign_id', order='occurred_at, event_id', where="event_type = 'delivered'"
        ) }} as campaign_id,
        -- The first of its events that has one says who the recipient is.
        {{ first_of(
            'recipient_email_hash',
            order='occurred_at, event_id',
            where='recipient_email_hash is not null',
        ) }} as recipient_email_hash,
        {{ first_of(
            'customer_id', order='occurred_at, event_id', where='customer_id is not null'
        ) }} as customer_id,
        min(case when event_type = 'delivered' then occurred_at end) as delivered_at,
        bool_or(event_type = 'bounced') as is_bounced,
        bool_or(event_type = 'opened' and not coalesce(is_machine, false)) as is_opened,
        bool_or(event_type = 'clicked' and not coalesce(is_machine, false)) as is_clicked
    from events
    group by message_id

)

select
    message_id,
    campaign_id,
    {{ customer_key('recipient_email_hash', 'customer_id') }} as customer_key,
    delivered_at,
    is_opened,
    is_clicked
from summed
where
    delivered_at is not null
    and not is_bounced
