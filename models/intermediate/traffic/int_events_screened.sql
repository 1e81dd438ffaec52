with

events as (

    select * from {{ ref('int_web_events_judged') }}

),

user_agents as (

    select * from {{ ref('int_user_agents_classified') }}

)

select events.*
from events
left join user_agents on events.user_agent = user_agents.user_agent
where
    events.verdict = 'accepted'
    -- An event without a user agent is not a bot's.
    and not coalesce(user_agents.is_bot, false)
