with

events as (

    select * from {{ ref('int_web_events_judged') }}
    where verdict = 'accepted'

),

user_agents as (

    select * from {{ ref('int_user_agents_classified') }}
    where is_bot

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

-- Events without a visitor are one group; none of them starts a visit.
grouped as (

    select events.*
    from events
    inner join user_agents on events.user_agent = user_agents.user_agent
    inner join as_of on {{ until_as_of('events.occurred_at') }}

),

sequenced as (

    select
        *,
        lag(occurred_at) over (
            partition by visitor_id order by occurred_at, event_id
        ) as previous_at,
        {{ campaign_before() }} as campaign_before
    from grouped

),

final as (

    select
        event_id,
        visitor_id,
        event_name,
        occurred_at,
        {{ local_date('occurred_at') }} as event_date,
        case
            when previous_at is null or {{ starts_visit() }} then visitor_id is not null
            else false
        end as starts_visit
    from sequenced

)

select * from final
