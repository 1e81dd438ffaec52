with

refunds as (

    select * from {{ ref('int_refunds_returned') }}

),

final as (

    select
        refund_id,
        order_id,
        order_line_id,
        refunded_date,
        refunded_at,
        is_return,
        is_gift_card,
        amount,
        tax_amount,
        shipping_amount,
        returned_units,
        returned_cost_amount
    from refunds

)

select * from final
