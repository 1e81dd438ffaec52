with

order_lines as (

    select * from {{ ref('int_order_lines_costed') }}

),

final as (

    select
        order_line_id,
        order_id,
        product_id,
        is_gift_card,
        cast(quantity as decimal(18, 4)) as quantity,
        unit_price,
        discount_amount,
        unit_cost,
        gross_amount,
        cost_amount
    from order_lines

)

select * from final
