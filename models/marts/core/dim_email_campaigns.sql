with

campaigns as (

    select * from {{ ref('int_email_campaigns_judged') }}
    where verdict = 'accepted'

),

final as (

    select
        campaign_id,
        campaign_name,
        kind
    from campaigns

)

select * from final
