with

posts as (

    select posts.*
    from {{ ref('int_social_posts_judged') }} as posts
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of_date('posts.snapshot_date') }}
    where posts.verdict = 'accepted'

),

accounts as (

    select * from {{ ref('int_social_accounts_started') }}

),

-- An unknown counter is the last known one.
filled as (

    select
        posts.platform,
        posts.post_id,
        posts.account_id,
        posts.snapshot_date,
        -- What a post has on its first snapshot was earned under our eyes only if it was
        -- published under them; otherwise it is a baseline.
        coalesce(
            {{ local_date('posts.published_at') }} >= accounts.first_snapshot_date,
            false
        ) as is_published_since,
        {{ counter_so_far('likes') }} as likes,
        {{ counter_so_far('comments') }} as comments,
        {{ counter_so_far('reposts') }} as reposts
    from posts
    left join accounts
        on
            posts.platform = accounts.platform
            and posts.account_id = accounts.account_id

),

final as (

    select
        platform,
        post_id,
        account_id,
        snapshot_date,
        likes,
        comments,
        reposts,
        {{ counter_movement('likes') }} as likes_movement,
        {{ counter_movement('comments') }} as comments_movement,
        {{ counter_movement('reposts') }} as reposts_movement
    from filled

)

select * from final
