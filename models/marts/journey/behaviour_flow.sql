with

page_views as (

    select * from {{ ref('fct_events') }}
    where event_name = 'page_view'

),

visits as (

    select * from {{ ref('fct_visits') }}

),

viewed as (

    select
        {{ period_start('month', 'visits.visit_date') }} as month,
        page_views.page_group,
        row_number() over in_order as step,
        lag(page_views.page_group) over in_order as group_before,
        visits.page_views as last_step
    from page_views
    inner join visits on page_views.visit_id = visits.visit_id
    window
        in_order as (
            partition by page_views.visit_id
            order by page_views.occurred_at, page_views.event_id
        )

),

-- The kth move leads to the kth page view; one more leads out.
moves as (

    select
        month,
        step,
        coalesce(group_before, '(entry)') as from_group,
        page_group as to_group
    from viewed

    union all

    select
        month,
        step + 1 as step,
        page_group as from_group,
        '(exit)' as to_group
    from viewed
    where step = last_step

),

final as (

    select
        month,
        cast(step as int) as step,
        from_group,
        to_group,
        count(*) as moves
    from moves
    where step <= 10
    group by month, step, from_group, to_group

)

select * from final
