{{ config(
    pre_hook="{{ empty_days('occurred_on', changed_since(ref('int_web_events_judged'))) }}",
    post_hook="{{ note_builds(builds_of(ref('int_web_events_judged'))) }}",
    **by_day('occurred_on')
) }}
{%- set since = changed_since(ref('int_web_events_judged')) -%}
with

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

events as {{ in_place() }} (

    select screened.*
    from {{ ref('int_events_screened') }} as screened
    inner join as_of on {{ until_as_of('screened.occurred_at') }}
    {%- if is_incremental() %}
    where screened.occurred_on >= date '{{ since }}'
    {%- endif %}

),

pages as (

    select * from {{ ref('int_pages_grouped') }}

),

{% if is_incremental() -%}
-- The last event of each visitor before that day: what follows may belong to its visit.
known as (

    select
        event_id,
        visitor_id,
        visit_id,
        occurred_at
    from {{ this }}
    where
        occurred_on < date '{{ since }}'
        and occurred_at >= {{ reaches_into(since) }}
        and visit_id is not null
    qualify
        row_number() over (
            partition by visitor_id order by occurred_at desc, event_id desc
        ) = 1

),

{% endif -%}
-- An event without consent has no visitor, and gets no visit.
of_visitors as (

    select
        event_id,
        visitor_id,
        utm_source,
        utm_medium,
        utm_campaign,
        click_id_kind,
        occurred_at,
        event_id as first_event_id
    from events
    where visitor_id is not null
    {%- if is_incremental() %}

    union all

    select
        event_id,
        visitor_id,
        cast(null as string) as utm_source,
        cast(null as string) as utm_medium,
        cast(null as string) as utm_campaign,
        cast(null as string) as click_id_kind,
        occurred_at,
        visit_id as first_event_id
    from known
    {%- endif %}

),

sequenced as (

    select
        *,
        lag(occurred_at) over (
            partition by visitor_id order by occurred_at, event_id
        ) as previous_at,
        {{ campaign_before() }} as campaign_before
    from of_visitors

),

bounded as (

    select
        *,
        case when previous_at is null or {{ starts_visit() }} then 1 else 0 end
            as starts_visit
    from sequenced

),

-- A visit is called by its first event.
named as (

    select
        event_id,
        {{ last_known(
            'case when starts_visit = 1 then first_event_id end',
            by='visitor_id',
            order='occurred_at, event_id'
        ) }} as first_event_id
    from bounded

),

sessionized as (

    select
        events.event_id,
        named.first_event_id as visit_id,
        events.visitor_id,
        events.customer_id,
        events.store_id,
        events.order_id,
        events.product_id,
        events.event_name,
        events.page_path,
        coalesce(pages.page_group, 'unknown') as page_group,
        {{ host_of('events.page_referrer') }} as referrer_host,
        events.utm_source,
        events.utm_medium,
        events.utm_campaign,
        events.click_id_kind,
        events.device,
        events.country,
        events.region,
        nullif(lower(trim(events.search_term)), '') as search_term,
        events.search_results,
        events.http_status,
        events.page_load_ms,
        events.occurred_at,
        {{ local_date('events.occurred_at') }} as event_date,
        events.occurred_on
    from events
    left join named on events.event_id = named.event_id
    left join pages on events.page_path = pages.page_path

)

select * from sessionized
