{{ config(
    pre_hook="{{ empty_days('occurred_on', changed_since(ref('int_web_events_judged'))) }}",
    post_hook="{{ note_builds(builds_noted(ref('int_events_sessionized'))) }}",
    **by_day('occurred_on')
) }}
{%- set since = changed_since(ref('int_web_events_judged')) -%}
with

events as (

    select * from {{ ref('int_events_sessionized') }}
    {%- if is_incremental() %}
    where occurred_on >= date '{{ since }}'
    {%- endif %}

),

pages as (

    select * from {{ ref('int_pages_grouped') }}

),

referred as (

    select
        *,
        {{ host_of('page_referrer') }} as referrer_host
    from events

),

final as (

    select
        referred.event_id,
        referred.visit_id,
        referred.store_id,
        referred.product_id,
        referred.device,
        referred.country,
        referred.event_name,
        referred.page_path,
        coalesce(pages.page_group, 'unknown') as page_group,
        case
            when referred.referrer_host in {{ store_hosts() }} then 'internal'
            when referred.referrer_host is not null then 'external'
            else 'none'
        end as referrer_kind,
        nullif(lower(trim(referred.search_term)), '') as search_term,
        referred.event_date,
        referred.occurred_at,
        referred.search_results,
        referred.http_status,
        referred.page_load_ms,
        referred.occurred_on
    from referred
    left join pages on referred.page_path = pages.page_path

)

select * from final
