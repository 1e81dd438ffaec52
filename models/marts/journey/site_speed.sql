with

page_views as (

    select * from {{ ref('fct_events') }}
    where
        event_name = 'page_view'
        and page_load_ms is not null

),

timed as (

    select
        {{ period_start('month', 'event_date') }} as month,
        page_group,
        coalesce(device, 'unknown') as device,
        page_load_ms
    from page_views

),

counted as (

    select
        month,
        page_group,
        device,
        count(*) as page_views,
        {{ quantile('page_load_ms', 0.75) }} as page_load_p75,
        count(*) filter (where page_load_ms <= 2500) as good,
        count(*) filter (where page_load_ms > 2500 and page_load_ms <= 4000)
            as needs_improvement,
        count(*) filter (where page_load_ms > 4000) as poor
    from timed
    group by month, page_group, device

),

final as (

    select
        month,
        page_group,
        device,
        page_views,
        page_load_p75,
        good / cast(page_views as double) as good_share,
        needs_improvement / cast(page_views as double) as needs_improvement_share,
        poor / cast(page_views as double) as poor_share
    from counted

)

select * from final
