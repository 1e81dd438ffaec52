with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

ad_performance as (

    select * from {{ ref('fct_ad_performance') }}

),

campaigns as (

    select * from {{ ref('int_visit_campaigns_channeled') }}

),

credits as (

    select
        model,
        placed_date,
        case
            when visit_id is null then 'unmatched'
            else coalesce({{ campaign_key('campaign') }}, 'unknown')
        end as campaign,
        credit,
        attributed_net_order_value
    from attribution

),

{{ attribution_by(
    'campaign',
    unvisited=campaign_key('ad_performance.campaign_id'),
) }}

select * from final
