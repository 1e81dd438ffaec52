with

credits as (

    select * from {{ ref('fct_attribution') }}

),

ad_performance as (

    select * from {{ ref('fct_ad_performance') }}

),

campaigns as (

    select * from {{ ref('int_visit_campaigns_channeled') }}

),

{{ attribution_by('channel', unvisited="'unknown'") }}

select * from final
