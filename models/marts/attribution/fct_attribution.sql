with

orders as (

    select * from {{ ref('fct_orders') }}

),

touches as (

    select * from {{ ref('int_order_touches_numbered') }}

),

weighed as (

    {{ weighed_touches('touches') }}

),

shares as (

    select
        *,
        cast(
            round(weight / sum(weight) over (partition by order_id, model), 10)
            as decimal(18, 10)
        ) as share
    from weighed

),

credited as (

    select
        *,
        cast({{ share_or_rest('share', '1') }} as decimal(18, 10)) as credit
    from shares

),

valued as (

    select
        credited.*,
        orders.placed_date,
        orders.placed_at,
        orders.net_order_value,
        {{ rounded_money(times('orders.net_order_value', 'credited.credit')) }}
            as value_share
    from credited
    inner join orders on credited.order_id = orders.order_id

),

final as (

    select
        order_id,
        visit_id,
        case when visit_id is not null then cast(touch_number as int) end
            as touch_number,
        model,
        placed_date,
        placed_at,
        coalesce(channel, 'unmatched') as channel,
        source,
        medium,
        campaign,
        started_at as touched_at,
        credit,
        cast({{ share_or_rest('value_share', 'net_order_value') }} as decimal(18, 4))
            as attributed_net_order_value
    from valued

)

select * from final
