with

orders as (

    select * from {{ ref('fct_orders') }}

),

touches as (

    select * from {{ ref('int_order_touches_numbered') }}

),

weighed as (

    select
        *,
        {{ weights() }}
    from touches

),

-- The models stand side by side: six rows a touch come last.
shares as (

    select
        *,
        {{ in_each_model(
            'share',
            'cast(round(weight_@ / sum(weight_@) over (partition by order_id), 10)'
            ~ ' as decimal(18, 10))',
        ) }}
    from weighed

),

credited as (

    select
        *,
        {{ in_each_model(
            'credit', 'cast(' ~ share_or_rest('share_@', '1') ~ ' as decimal(18, 10))'
        ) }}
    from shares

),

valued as (

    select
        credited.*,
        orders.placed_date,
        orders.placed_at,
        orders.net_order_value,
        {{ in_each_model(
            'value_share',
            rounded_money(times('orders.net_order_value', 'credited.credit_@')),
        ) }}
    from credited
    inner join orders on credited.order_id = orders.order_id

),

attributed as (

    select
        *,
        {{ in_each_model(
            'attributed_net_order_value',
            'cast(' ~ share_or_rest('value_share_@', 'net_order_value')
            ~ ' as decimal(18, 4))',
        ) }}
    from valued

),

told as (

    {{ by_model('attributed', ['credit', 'attributed_net_order_value']) }}

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
        attributed_net_order_value
    from told

)

select * from final
