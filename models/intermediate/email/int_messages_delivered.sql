with

events as (

    select events.*
    from {{ ref('int_email_events_judged') }} as events
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('events.occurred_at') }}
    where events.verdict = 'accepted'

),

deliveries as (

    select
        message_id,
        campaign_id,
        occurred_at as delivered_at
    from events
    where event_type = 'delivered'
    qualify
        row_number() over (
            partition by message_id order by occurred_at, event_id
        ) = 1

),

-- The first of its events that has one says who the recipient is.
recipients as (

    select
        message_id,
        recipient_email_hash
    from events
    where recipient_email_hash is not null
    qualify
        row_number() over (
            partition by message_id order by occurred_at, event_id
        ) = 1

),

accounts as (

    select
        message_id,
        customer_id
    from events
    where customer_id is not null
    qualify
        row_number() over (
            partition by message_id order by occurred_at, event_id
        ) = 1

),

summed as (

    select
        message_id,
        bool_or(event_type = 'bounced') as is_bounced,
        bool_or(event_type = 'opened' and not coalesce(is_machine, false)) as is_opened,
        bool_or(event_type = 'clicked' and not coalesce(is_machine, false)) as is_clicked
    from events
    group by message_id

)

select
    deliveries.message_id,
    deliveries.campaign_id,
    {{ customer_key('recipients.recipient_email_hash', 'accounts.customer_id') }}
        as customer_key,
    deliveries.delivered_at,
    summed.is_opened,
    summed.is_clicked
from deliveries
inner join summed on deliveries.message_id = summed.message_id
left join recipients on deliveries.message_id = recipients.message_id
left join accounts on deliveries.message_id = accounts.message_id
where not summed.is_bounced
