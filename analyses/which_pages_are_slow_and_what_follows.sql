-- Which pages are slow, and what follows?
-- Speed of each page group, and how often visits that began there went on or bought.
with

speed as (

    select
        page_group,
        sum(page_views) as page_views,
        sum(page_views * poor_share) as poor_page_views
    from {{ ref('site_speed') }}
    group by page_group

),

landings as (

    select
        page_group,
        sum(visits) as visits,
        sum(engaged_visits) as engaged_visits,
        sum(converted_visits) as converted_visits
    from {{ ref('landing_pages') }}
    where period_grain = 'year'
    group by page_group

)

select
    speed.page_group,
    speed.page_views,
    round(100.0 * speed.poor_page_views / speed.page_views, 1) as poor_percent,
    landings.visits as landed_visits,
    round(100.0 * landings.engaged_visits / landings.visits, 1) as engaged_percent,
    round(100.0 * landings.converted_visits / landings.visits, 1) as converted_percent
from speed
left join landings on speed.page_group = landings.page_group
order by poor_percent desc, speed.page_group asc
