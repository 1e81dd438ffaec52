with

reported as (

    select distinct day from {{ ref('int_vendor_reported_judged') }}
    where verdict = 'accepted'

),

orders as (

    select * from {{ ref('int_orders_priced') }}

),

refunds as (

    select * from {{ ref('int_refunds_returned') }}

),

entries as (

    select
        1 as orders,
        placed_at as entered_at,
        placed_date as entered_date,
        placed_date as order_date,
        is_cancelled,
        gross_amount - discount_amount as net,
        tax_amount + duties_amount as tax,
        shipping_amount as shipping
    from orders

    union all

    -- Not those of gift cards: the card was no sale.
    select
        0 as orders,
        refunds.refunded_at as entered_at,
        refunds.refunded_date as entered_date,
        orders.placed_date as order_date,
        coalesce(orders.is_cancelled, false) as is_cancelled,
        -refunds.amount as net,
        -refunds.tax_amount as tax,
        -refunds.shipping_amount as shipping
    from refunds
    left join orders on refunds.order_id = orders.order_id
    where not refunds.is_gift_card

),

bases as (

    {{ listed(['entry_day', 'utc_day', 'order_day', 'cancelled_out'], 'basis') }}

),

based as (

    select
        entries.*,
        bases.basis,
        case bases.basis
            when 'utc_day' then cast(entries.entered_at as date)
            when 'order_day' then entries.order_date
            else entries.entered_date
        end as day
    from entries
    cross join bases
    where bases.basis <> 'cancelled_out' or not entries.is_cancelled

),

-- A day without an entry has 0, not nothing; without an order it has no value of one.
summed as (

    select
        reported.day,
        bases.basis,
        coalesce(sum(based.orders), 0) as orders,
        coalesce(sum(based.net), 0) as net,
        coalesce(sum(based.tax), 0) as tax,
        coalesce(sum(based.shipping), 0) as shipping,
        sum(based.net) filter (where based.orders = 1) as ordered,
        sum(based.tax) filter (where based.orders = 1) as ordered_tax,
        sum(based.shipping) filter (where based.orders = 1) as ordered_shipping
    from reported
    cross join bases
    left join based
        on
            reported.day = based.day
            and bases.basis = based.basis
    group by reported.day, bases.basis

),

final as (

    {{ readings([
        ['total_sales', 'refunds_by_order_date', 'net + tax + shipping', 'order_day'],
        ['total_sales', 'without_tax', 'net + shipping', 'entry_day'],
        ['total_sales', 'without_shipping', 'net + tax', 'entry_day'],
        ['total_sales', 'utc_day', 'net + tax + shipping', 'utc_day'],
        ['total_sales', 'cancelled_out', 'net + tax + shipping', 'cancelled_out'],
        ['net_sales', 'refunds_by_order_date', 'net', 'order_day'],
        ['net_sales', 'with_tax', 'net + tax', 'entry_day'],
        ['net_sales', 'with_shipping', 'net + shipping', 'entry_day'],
        ['net_sales', 'utc_day', 'net', 'utc_day'],
        ['net_sales', 'cancelled_out', 'net', 'cancelled_out'],
        ['orders', 'utc_day', 'orders', 'utc_day'],
        ['orders', 'cancelled_out', 'orders', 'cancelled_out'],
        [
            'average_order_value', 'with_tax',
            'cast(ordered + ordered_tax as double) / orders', 'entry_day',
        ],
        [
            'average_order_value', 'with_shipping',
            'cast(ordered + ordered_shipping as double) / orders', 'entry_day',
        ],
        ['average_order_value', 'utc_day', 'cast(ordered as double) / orders', 'utc_day'],
        [
            'average_order_value', 'cancelled_out',
            'cast(ordered as double) / orders', 'cancelled_out',
        ],
    ]) }}

)

select * from final
