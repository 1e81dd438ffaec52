{{ config(
    pre_hook="{{ empty_days('started_on', visits_changed_since(ref('int_web_events_judged'))) }}",
    post_hook="{{ note_builds(builds_noted(ref('int_events_sessionized'))) }}",
    **by_day('started_on')
) }}
{%- set since = visits_changed_since(ref('int_web_events_judged')) -%}
with

events as {{ in_place() }} (

    select * from {{ ref('int_events_sessionized') }}
    where
        visit_id is not null
        {%- if is_incremental() %}
        and occurred_on >= date '{{ since }}'
        {%- endif %}

),

-- Of several entries for one click id the smallest counts.
click_ids as (

    select
        lower(click_id_kind) as click_id_kind,
        min(source) as source,
        min(medium) as medium
    from {{ ref('stg_reference__click_ids') }}
    where violation is null
    group by lower(click_id_kind)

),

-- A visit is called by its first event. One that began before those days has not changed.
first_events as (

    select * from events
    where event_id = visit_id

),

summed as (

    select
        visit_id,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as events,
        count(*) filter (where event_name = 'page_view') as page_views,
        count(*) filter (where event_name = 'search') as searches,
        {{ first_of(
            'page_group', order='occurred_at, event_id', where="event_name = 'page_view'"
        ) }} as landing_page_group
    from events
    group by visit_id

),

{{ steps_reached('events') }},

named_campaigns as (

    select
        events.visit_id,
        -- Where utm_source is missing, a click id gives both source and medium.
        coalesce(events.utm_source, click_ids.source) as source,
        case
            when events.utm_source is null
                then coalesce(click_ids.medium, events.utm_medium)
            else events.utm_medium
        end as medium,
        events.utm_campaign as campaign,
        events.click_id_kind
    from events
    left join click_ids
        on lower(events.click_id_kind) = click_ids.click_id_kind
    where
        coalesce(
            events.utm_source,
            events.utm_medium,
            events.utm_campaign,
            events.click_id_kind
        ) is not null
    qualify
        row_number() over (
            partition by events.visit_id
            order by events.occurred_at, events.event_id
        ) = 1

),

{% if is_incremental() -%}
-- Who had come before that day.
known_visitors as (

    select distinct before.visitor_id
    from {{ this }} as before
    inner join first_events on before.visitor_id = first_events.visitor_id
    where before.started_on < date '{{ since }}'

),

{% endif -%}
sourced as (

    select
        first_events.visit_id,
        first_events.visitor_id,
        first_events.store_id,
        first_events.device,
        first_events.country,
        first_events.region,
        case
            when named_campaigns.visit_id is not null then named_campaigns.source
            when first_events.referrer_host is null then '(direct)'
            when first_events.referrer_host in {{ store_hosts() }} then '(direct)'
            else first_events.referrer_host
        end as source,
        case
            when named_campaigns.visit_id is not null then named_campaigns.medium
            when first_events.referrer_host is null then '(none)'
            when first_events.referrer_host in {{ store_hosts() }} then '(none)'
            else 'referral'
        end as medium,
        named_campaigns.campaign,
        named_campaigns.click_id_kind,
        case
            when
                row_number() over (
                    partition by first_events.visitor_id
                    order by first_events.occurred_at, first_events.event_id
                ) = 1
                {%- if is_incremental() %}
                and known_visitors.visitor_id is null
                {%- endif %}
                then 'new'
            else 'returning'
        end as visitor_type,
        summed.events,
        summed.page_views,
        summed.searches,
        summed.started_at,
        summed.ended_at,
        {{ seconds_between('summed.started_at', 'summed.ended_at') }}
            as duration_seconds,
        coalesce(summed.landing_page_group, 'unknown') as landing_page_group,
        stepped.product_view_at,
        stepped.cart_at,
        stepped.checkout_at,
        first_events.event_date as visit_date,
        first_events.occurred_on as started_on
    from first_events
    inner join summed on first_events.visit_id = summed.visit_id
    left join stepped on first_events.visit_id = stepped.visit_id
    left join named_campaigns on first_events.visit_id = named_campaigns.visit_id
    {%- if is_incremental() %}
    left join known_visitors on first_events.visitor_id = known_visitors.visitor_id
    {%- endif %}

)

select * from sourced
