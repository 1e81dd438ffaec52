with

ad_performance as (

    select * from {{ ref('int_ad_performance_judged') }}
    where verdict = 'accepted'

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

final as (

    select
        ad_performance.ad_date,
        ad_performance.platform,
        ad_performance.account_id,
        ad_performance.campaign_id,
        ad_performance.campaign_name,
        ad_performance.ad_group_id,
        ad_performance.keyword,
        ad_performance.store_id,
        {{ in_reporting_currency('ad_performance.cost', 'ad_performance.exchange_rate') }}
            as cost,
        ad_performance.impressions,
        ad_performance.clicks,
        ad_performance.conversions,
        {{ in_reporting_currency(
            'ad_performance.conversion_value', 'ad_performance.exchange_rate'
        ) }} as conversion_value
    from ad_performance
    inner join as_of on {{ until_as_of_date('ad_performance.ad_date') }}

)

select * from final
