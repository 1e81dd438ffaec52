-- Fails if an order lacks a model, or a model's credits or values don't add up to the last digit.
with

models as (

    {{ listed(attribution_models(), 'model') }}

),

credits as (

    select
        order_id,
        model,
        sum(credit) as credit,
        sum(attributed_net_order_value) as attributed_net_order_value
    from {{ ref('fct_attribution') }}
    group by order_id, model

)

select
    orders.order_id,
    models.model,
    credits.credit,
    credits.attributed_net_order_value,
    orders.net_order_value
from {{ ref('fct_orders') }} as orders
cross join models
left join credits
    on
        orders.order_id = credits.order_id
        and models.model = credits.model
where
    credits.credit is distinct from 1
    or credits.attributed_net_order_value is distinct from orders.net_order_value
