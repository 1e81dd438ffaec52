with

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

accounts as (

    select accounts.*
    from {{ ref('int_social_accounts_judged') }} as accounts
    inner join as_of on {{ until_as_of_date('accounts.snapshot_date') }}
    where accounts.verdict = 'accepted'

),

posts as (

    select posts.*
    from {{ ref('int_social_posts_judged') }} as posts
    inner join as_of on {{ until_as_of_date('posts.snapshot_date') }}
    where posts.verdict = 'accepted' and posts.account_id is not null

),

days as (

    select
        platform,
        account_id,
        snapshot_date as account_date,
        cast(null as date) as post_date
    from accounts

    union all

    select
        platform,
        account_id,
        cast(null as date) as account_date,
        snapshot_date as post_date
    from posts

)

select
    platform,
    account_id,
    coalesce(min(account_date), min(post_date)) as first_snapshot_date
from days
group by platform, account_id
