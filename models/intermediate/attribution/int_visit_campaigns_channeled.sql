with

visits as (

    select
        {{ campaign_key('campaign') }} as campaign,
        channel
    from {{ ref('int_visits_channeled') }}
    where campaign is not null

),

counted as (

    select
        campaign,
        channel,
        count(*) as visits
    from visits
    group by campaign, channel

)

select
    campaign,
    channel
from counted
qualify
    row_number() over (partition by campaign order by visits desc, channel asc) = 1
