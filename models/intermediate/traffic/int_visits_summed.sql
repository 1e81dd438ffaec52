with

events as (

    select * from {{ ref('int_events_sessionized') }}
    where visit_id is not null

),

sources as (

    select * from {{ ref('int_visits_sourced') }}

),

channels as (

    select * from {{ ref('int_campaigns_channeled') }}

),

first_events as (

    select * from events
    where event_id = visit_id

),

summed as (

    select
        visit_id,
        row_number() over (
            partition by visitor_id order by min(occurred_at), visit_id
        ) as visit_number,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as events,
        count(*) filter (where event_name = 'page_view') as page_views,
        count(*) filter (where event_name = 'search') as searches
    from events
    group by visit_id, visitor_id

),

final as (

    select
        summed.visit_id,
        first_events.visitor_id,
        first_events.store_id,
        first_events.device,
        first_events.country,
        first_events.region,
        sources.source,
        sources.medium,
        sources.campaign,
        sources.click_id_kind,
        channels.channel,
        case when summed.visit_number = 1 then 'new' else 'returning' end
            as visitor_type,
        summed.events,
        summed.page_views,
        summed.searches,
        summed.started_at,
        summed.ended_at,
        {{ local_date('summed.started_at') }} as visit_date,
        {{ seconds_between('summed.started_at', 'summed.ended_at') }}
            as duration_seconds
    from summed
    inner join first_events on summed.visit_id = first_events.visit_id
    inner join sources on summed.visit_id = sources.visit_id
    inner join channels
        on
            sources.source is not distinct from channels.source
            and sources.medium is not distinct from channels.medium
            and sources.campaign is not distinct from channels.campaign
            and sources.click_id_kind is not distinct from channels.click_id_kind

)

select * from final
