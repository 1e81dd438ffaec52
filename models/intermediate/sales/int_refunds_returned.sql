with

refunds as (

    select
        refunds.*,
        {{ local_date('refunds.refunded_at') }} as refunded_date
    from {{ ref('int_refunds_kept') }} as refunds
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('refunds.refunded_at') }}

),

orders as (

    select * from {{ ref('int_orders_priced') }}

),

order_lines as (

    select * from {{ ref('int_order_lines_costed') }}

),

joined as (

    select
        refunds.refund_id,
        refunds.order_id,
        refunds.order_line_id,
        refunds.refunded_at,
        refunds.refunded_date,
        orders.placed_at,
        coalesce(refunds.is_return, false) as is_return,
        coalesce(order_lines.is_gift_card, false) as is_gift_card,
        coalesce(order_lines.units, 0) as units_sold,
        coalesce(order_lines.unit_cost, 0) as unit_cost,
        -- Units come back only where goods do, on a line of this very order.
        case
            when refunds.is_return and order_lines.order_line_id is not null
                then coalesce(refunds.quantity, 0)
            else 0
        end as units_claimed,
        {{ refund_money('amount') }} as amount,
        {{ refund_money('tax_amount') }} as tax_amount,
        {{ refund_money('shipping_amount') }} as shipping_amount
    from refunds
    left join orders on refunds.order_id = orders.order_id
    left join order_lines
        on
            refunds.order_line_id = order_lines.order_line_id
            and refunds.order_id = order_lines.order_id

),

claimed as (

    select
        *,
        sum(units_claimed) over (
            partition by order_id, order_line_id
            order by refunded_at, refund_id
            rows between unbounded preceding and current row
        ) as units_claimed_so_far
    from joined

),

-- No more units come back than were sold: the earlier refund counts first.
returned as (

    select
        refund_id,
        order_id,
        order_line_id,
        is_return,
        is_gift_card,
        refunded_at,
        refunded_date,
        placed_at,
        amount,
        tax_amount,
        shipping_amount,
        cast(
            least(units_claimed_so_far, units_sold)
            - least(units_claimed_so_far - units_claimed, units_sold)
            as decimal(18, 4)
        ) as returned_units,
        unit_cost
    from claimed

)

select
    refund_id,
    order_id,
    order_line_id,
    is_return,
    is_gift_card,
    refunded_at,
    refunded_date,
    amount,
    tax_amount,
    shipping_amount,
    returned_units,
    case
        when refunded_at
            <= placed_at + interval {{ var('return_window_days') * 24 }} hour
            then returned_units
        else 0
    end as returned_units_in_window,
    {{ rounded_money(times('returned_units', 'unit_cost')) }} as returned_cost_amount
from returned
