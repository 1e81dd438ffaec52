with

reported as (

    select distinct day from {{ ref('int_vendor_reported_judged') }}
    where verdict = 'accepted'

),

visits as (

    select * from {{ ref('int_visits_sourced') }}

),

page_views as (

    select * from {{ ref('int_events_sessionized') }}
    where event_name = 'page_view'

),

bots as (

    select * from {{ ref('int_bots_sessionized') }}

),

-- Of a page view nobody asks who saw it.
entries as (

    select
        1 as visits,
        0 as page_views,
        visitor_id,
        started_at as entered_at,
        visit_date as entered_date,
        false as is_bot
    from visits

    union all

    select
        0 as visits,
        1 as page_views,
        cast(null as string) as visitor_id,
        occurred_at as entered_at,
        event_date as entered_date,
        false as is_bot
    from page_views

    union all

    select
        cast(starts_visit as integer) as visits,
        cast(event_name = 'page_view' as integer) as page_views,
        case when starts_visit then visitor_id end as visitor_id,
        occurred_at as entered_at,
        event_date as entered_date,
        true as is_bot
    from bots

),

bases as (

    {{ listed(['utc_day', 'bots_in'], 'basis') }}

),

based as (

    select
        entries.*,
        bases.basis,
        case bases.basis
            when 'utc_day' then cast(entries.entered_at as date)
            else entries.entered_date
        end as day
    from entries
    cross join bases
    where bases.basis = 'bots_in' or not entries.is_bot

),

-- A day without an entry has 0, not nothing.
summed as (

    select
        reported.day,
        bases.basis,
        coalesce(sum(based.visits), 0) as visits,
        coalesce(sum(based.page_views), 0) as page_views,
        count(distinct based.visitor_id) as unique_visitors
    from reported
    cross join bases
    left join based
        on
            reported.day = based.day
            and bases.basis = based.basis
    group by reported.day, bases.basis

),

final as (

    {{ readings([
        ['visits', 'utc_day', 'visits', 'utc_day'],
        ['visits', 'bots_in', 'visits', 'bots_in'],
        ['unique_visitors', 'utc_day', 'unique_visitors', 'utc_day'],
        ['unique_visitors', 'bots_in', 'unique_visitors', 'bots_in'],
        ['page_views', 'utc_day', 'page_views', 'utc_day'],
        ['page_views', 'bots_in', 'page_views', 'bots_in'],
    ]) }}

)

select * from final
