with

landed as (

    {{ all_systems('order_lines') }}

),

orders as (

    select * from {{ ref('int_orders_judged') }}

),

joined as (

    select
        landed.*,
        orders.order_id is null as is_orphan,
        orders.exchange_rate
    from landed
    left join orders
        on landed.order_id = orders.order_id and orders.verdict = 'accepted'

)

select
    *,
    {{ verdict('order_lines', {
        'bad_number': is_beyond_money(
            'quantity', 'greatest(unit_price, coalesce(unit_cost, 0))', 'exchange_rate'
        ),
        'orphan': 'is_orphan',
    }) }}
from joined
