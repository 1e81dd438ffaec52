with

events as (

    select * from {{ ref('int_web_events_judged') }}

),

user_agents as (

    select distinct user_agent
    from events
    where user_agent is not null

)

select
    user_agent,
    {{ matches('user_agent', any_pattern(ref('stg_reference__bot_patterns'), 'pattern')) }}
        as is_bot
from user_agents
