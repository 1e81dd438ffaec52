with

orders as (

    select
        orders.order_id,
        {{ local_date('orders.placed_at') }} as placed_date
    from {{ ref('int_orders_kept') }} as orders
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('orders.placed_at') }}

),

order_lines as (

    select * from {{ ref('int_order_lines_judged') }}
    where verdict = 'accepted'

),

products as (

    select * from {{ ref('int_products_judged') }}
    where verdict = 'accepted'

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

joined as (

    select
        order_lines.order_line_id,
        order_lines.order_id,
        order_lines.product_id,
        coalesce(order_lines.is_gift_card, false) as is_gift_card,
        order_lines.quantity,
        {{ in_reporting_currency(
            'order_lines.unit_price', 'order_lines.exchange_rate'
        ) }} as unit_price,
        coalesce(
            {{ in_reporting_currency(
                'order_lines.discount_amount', 'order_lines.exchange_rate'
            ) }},
            0
        ) as discount_amount,
        -- The line's own cost counts before that of its product, which is that of the
        -- product's newest version at the order day's rate.
        coalesce(
            {{ in_reporting_currency(
                'order_lines.unit_cost', 'order_lines.exchange_rate'
            ) }},
            {{ in_reporting_currency(
                'products.unit_cost',
                exchange_rate_or_one('products.currency', 'exchange_rates.rate'),
            ) }}
        ) as unit_cost
    from order_lines
    inner join orders on order_lines.order_id = orders.order_id
    left join products on order_lines.product_id = products.product_id
    left join exchange_rates
        on
            products.currency = exchange_rates.currency
            and orders.placed_date >= exchange_rates.valid_from
            and orders.placed_date < exchange_rates.valid_before

),

costed as (

    select
        order_line_id,
        order_id,
        product_id,
        is_gift_card,
        quantity,
        unit_price,
        discount_amount,
        unit_cost,
        -- A gift card has no cost, and is no unit sold.
        case when is_gift_card then 0 else quantity end as units,
        case when is_gift_card or unit_cost is not null then 0 else quantity end
            as uncosted_units,
        {{ rounded_money(
            'case when is_gift_card then 0 else ' ~ times('quantity', 'unit_price') ~ ' end'
        ) }} as gross_amount,
        {{ rounded_money('case when is_gift_card then 0 else discount_amount end') }}
            as sale_discount_amount,
        {{ rounded_money(
            'case when is_gift_card then 0 else coalesce('
            ~ times('quantity', 'unit_cost') ~ ', 0) end'
        ) }} as cost_amount
    from joined

)

select * from costed
