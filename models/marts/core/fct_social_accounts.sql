with

accounts as (

    select accounts.*
    from {{ ref('int_social_accounts_judged') }} as accounts
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of_date('accounts.snapshot_date') }}
    where accounts.verdict = 'accepted'

),

final as (

    select
        platform,
        account_id,
        snapshot_date,
        followers,
        -- The first snapshot is a baseline.
        cast(
            coalesce(
                followers - lag(followers) over (
                    partition by platform, account_id order by snapshot_date
                ),
                0
            ) as decimal(18, 4)
        ) as followers_movement
    from accounts

)

select * from final
