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

    select 'web_events' as entity, 'late' as measure, {{ late('occurred_at') }} as value
    from events

    union all

    select 'email_events', 'late', {{ late('occurred_at') }}
    from email_events

    union all

    select 'refunds', 'late', {{ late('refunded_at') }}
    from refunds

    union all

    select
        'web_events',
        'bots',
        (select count(*) from events) - (select count(*) from people_events)

    union all

    select
        'web_events',
        'share_without_visitor',
        count(*) filter (where visitor_id is null) / cast(nullif(count(*), 0) as double)
    from people_events

    union all

    select 'orders', 'unmatched', count(*) filter (where visit_id is null)
    from matches

    union all

    select
        'order_lines',
        'uncosted',
        count(*) filter (where not is_gift_card and unit_cost is null)
    from order_lines

    union all

    select 'social_posts', 'missing_snapshot_days', coalesce(sum(missing_days), 0)
    from post_days

    union all

    select 'social_accounts', 'missing_snapshot_days', coalesce(sum(missing_days), 0)
    from account_days

)

select * from measured
