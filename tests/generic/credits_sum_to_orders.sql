{#
    Grains and models of a summary of attribution whose values are not those of all orders, or
    whose costs are not those of all advertisements.
#}
{% test credits_sum_to_orders(model) %}
with

orders as (

    select coalesce(sum(net_order_value), 0) as net_order_value
    from {{ ref('fct_orders') }}

),

ads as (

    select coalesce(sum(cost), 0) as cost
    from {{ ref('fct_ad_performance') }}

),

summed as (

    select
        period_grain,
        model,
        sum(attributed_net_order_value) as attributed_net_order_value,
        sum(cost) as cost
    from {{ model }}
    group by period_grain, model

)

select
    summed.*,
    orders.net_order_value as of_all_orders,
    ads.cost as of_all_ads
from summed
cross join orders
cross join ads
where
    summed.attributed_net_order_value <> orders.net_order_value
    or summed.cost <> ads.cost
{% endtest %}
