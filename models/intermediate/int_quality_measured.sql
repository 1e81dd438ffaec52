with

events as (

    select * from {{ ref('int_web_events_judged') }}
    where verdict = 'accepted'

),

people_events as (

    select * from {{ ref('int_events_screened') }}

),

email_events as (

    select * from {{ ref('int_email_events_judged') }}
    where verdict = 'accepted'

),

refunds as (

    select * from {{ ref('int_refunds_judged') }}
    where verdict = 'accepted'

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

order_lines as (

    select * from {{ ref('int_order_lines_costed') }}

),

posts as (

    select * from {{ ref('int_social_posts_judged') }}
    where verdict = 'accepted'

),

accounts as (

    select * from {{ ref('int_social_accounts_judged') }}
    where verdict = 'accepted'

),

post_days as (

    select {{ missing_days('snapshot_date') }} as missing_days
    from posts
    group by platform, post_id

),

account_days as (

    select {{ missing_days('snapshot_date') }} as missing_days
    from accounts
    group by platform, account_id

),

measured as (

    select
        'web_events' as entity,
        'late' as measure,
        {{ late('occurred_at') }} as value
    from events

    union all

    select
        'email_events' as entity,
        'late' as measure,
        {{ late('occurred_at') }} as value
    from email_events

    union all

    select
        'refunds' as entity,
        'late' as measure,
        {{ late('refunded_at') }} as value
    from refunds

    union all

    select
        'web_events' as entity,
        'bots' as measure,
        (select count(*) from events) - (select count(*) from people_events) as value

    union all

    select
        'web_events' as entity,
        'share_without_visitor' as measure,
        count(*) filter (where visitor_id is null) / cast(nullif(count(*), 0) as double)
            as value
    from people_events

    union all

    select
        'orders' as entity,
        'unmatched' as measure,
        count(*) filter (where visit_id is null) as value
    from matches

    union all

    select
        'order_lines' as entity,
        'uncosted' as measure,
        count(*) filter (where not is_gift_card and unit_cost is null) as value
    from order_lines

    union all

    select
        'social_posts' as entity,
        'missing_snapshot_days' as measure,
        coalesce(sum(missing_days), 0) as value
    from post_days

    union all

    select
        'social_accounts' as entity,
        'missing_snapshot_days' as measure,
        coalesce(sum(missing_days), 0) as value
    from account_days

)

select * from measured
