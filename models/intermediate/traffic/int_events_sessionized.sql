with

events as (

    select * from {{ ref('int_events_screened') }}

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

-- An event without consent has no visitor: it is a group of its own, and gets no visit.
grouped as (

    select
        events.*,
        case when events.visitor_id is null then events.event_id end as anonymous_id
    from events
    inner join as_of on {{ until_as_of('events.occurred_at') }}

),

sequenced as (

    select
        *,
        lag(occurred_at) over (
            partition by visitor_id, anonymous_id order by occurred_at, event_id
        ) as previous_at,
        {{ campaign_before() }} as campaign_before
    from grouped

),

bounded as (

    select
        *,
        case when previous_at is null or {{ starts_visit() }} then 1 else 0 end
            as starts_visit
    from sequenced

),

numbered as (

    select
        *,
        sum(starts_visit) over (
            partition by visitor_id, anonymous_id
            order by occurred_at, event_id
            rows between unbounded preceding and current row
        ) as visit_number
    from bounded

),

-- A visit is called by its first event.
named as (

    select
        *,
        first_value(event_id) over (
            partition by visitor_id, anonymous_id, visit_number
            order by occurred_at, event_id
        ) as first_event_id
    from numbered

),

sessionized as (

    select
        event_id,
        case when visitor_id is not null then first_event_id end as visit_id,
        visitor_id,
        customer_id,
        store_id,
        order_id,
        event_name,
        page_path,
        page_referrer,
        utm_source,
        utm_medium,
        utm_campaign,
        click_id_kind,
        device,
        country,
        region,
        search_results,
        http_status,
        page_load_ms,
        occurred_at,
        {{ local_date('occurred_at') }} as event_date
    from named

)

select * from sessionized
