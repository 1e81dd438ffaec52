with

events as (

    select * from {{ ref('int_events_sessionized') }}

),

final as (

    select
        event_id,
        visit_id,
        store_id,
        device,
        country,
        event_name,
        page_path,
        event_date,
        occurred_at,
        search_results,
        http_status,
        page_load_ms
    from events

)

select * from final
