with

visits as (

    select * from {{ ref('int_visits_sourced') }}

),

channels as (

    select * from {{ ref('int_campaigns_channeled') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by visitor_id order by started_at, visit_id
        ) as visit_number
    from visits

),

final as (

    select
        numbered.visit_id,
        numbered.visitor_id,
        numbered.store_id,
        numbered.device,
        numbered.country,
        numbered.region,
        numbered.source,
        numbered.medium,
        numbered.campaign,
        numbered.click_id_kind,
        channels.channel,
        case when numbered.visit_number = 1 then 'new' else 'returning' end
            as visitor_type,
        numbered.events,
        numbered.page_views,
        numbered.searches,
        numbered.landing_page_group,
        numbered.started_at,
        numbered.ended_at,
        numbered.product_view_at,
        numbered.cart_at,
        numbered.checkout_at,
        {{ local_date('numbered.started_at') }} as visit_date,
        {{ seconds_between('numbered.started_at', 'numbered.ended_at') }}
            as duration_seconds
    from numbered
    inner join channels
        on
            numbered.source is not distinct from channels.source
            and numbered.medium is not distinct from channels.medium
            and numbered.campaign is not distinct from channels.campaign
            and numbered.click_id_kind is not distinct from channels.click_id_kind

)

select * from final
