with

visits as (

    select * from {{ ref('int_visits_sourced') }}

),

channels as (

    select * from {{ ref('int_campaigns_channeled') }}

),

final as (

    select
        visits.*,
        channels.channel
    from visits
    inner join channels
        on
            visits.source is not distinct from channels.source
            and visits.medium is not distinct from channels.medium
            and visits.campaign is not distinct from channels.campaign
            and visits.click_id_kind is not distinct from channels.click_id_kind

)

select * from final
