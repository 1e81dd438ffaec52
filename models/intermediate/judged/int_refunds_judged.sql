with

landed as (

    {{ all_systems('refunds') }}

),

orders as (

    select * from {{ ref('int_orders_judged') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

joined as (

    select
        landed.*,
        orders.order_id is null as is_orphan,
        -- A refund is money in its order's currency, on its own day. One that is dated before
        -- the first rate can only take the rate of its order.
        coalesce(
            {{ exchange_rate_or_one('orders.currency', 'exchange_rates.rate') }},
            orders.exchange_rate
        ) as exchange_rate
    from landed
    left join orders
        on landed.order_id = orders.order_id and orders.verdict = 'accepted'
    left join exchange_rates
        on
            orders.currency = exchange_rates.currency
            and {{ local_date('landed.refunded_at') }} >= exchange_rates.valid_from
            and {{ local_date('landed.refunded_at') }} < exchange_rates.valid_before

)

select
    *,
    {{ verdict('refunds', {'orphan': 'is_orphan'}) }}
from joined
