-- A view: no second copy is kept of what is the largest table there is.
{{ config(materialized='view') }}
with

events as (

    select * from {{ ref('int_events_sessionized') }}

)

select
    event_id,
    visit_id,
    store_id,
    product_id,
    device,
    country,
    event_name,
    page_path,
    page_group,
    case
        when referrer_host in {{ store_hosts() }} then 'internal'
        when referrer_host is not null then 'external'
        else 'none'
    end as referrer_kind,
    search_term,
    event_date,
    occurred_at,
    search_results,
    http_status,
    page_load_ms,
    occurred_on
from events
