with

page_views as (

    select * from {{ ref('fct_events') }}
    where
        event_name = 'page_view'
        and http_status = 404

),

missed as (

    select
        {{ period_start('month', 'event_date') }} as missed_month,
        coalesce(page_path, 'unknown') as missed_path,
        referrer_kind
    from page_views

),

final as (

    select
        missed_month as month,
        missed_path as page_path,
        referrer_kind,
        count(*) as views
    from missed
    group by missed_month, missed_path, referrer_kind

)

select * from final
