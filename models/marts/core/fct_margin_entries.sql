with

sales as (

    select * from {{ ref('fct_sales') }}

),

ad_performance as (

    select * from {{ ref('fct_ad_performance') }}

),

expenses as (

    select * from {{ ref('fct_operating_expenses') }}

),

unioned as (

    select
        sale_kind as entry_kind,
        sale_date as entry_date,
        store_id,
        net_sales,
        net_sales - cost_of_goods - fulfilment_cost - payment_fee as margin,
        units_sold,
        uncosted_units
    from sales

    union all

    select
        'ad' as entry_kind,
        ad_date as entry_date,
        store_id,
        0 as net_sales,
        -cost as margin,
        0 as units_sold,
        0 as uncosted_units
    from ad_performance

    union all

    select
        'expense' as entry_kind,
        expense_month as entry_date,
        store_id,
        0 as net_sales,
        -amount as margin,
        0 as units_sold,
        0 as uncosted_units
    from expenses

),

final as (

    select
        entry_kind,
        entry_date,
        store_id,
        {{ rounded_money('sum(net_sales)') }} as net_sales,
        {{ rounded_money('sum(margin)') }} as margin,
        cast(sum(units_sold) as decimal(18, 4)) as units_sold,
        cast(sum(uncosted_units) as decimal(18, 4)) as uncosted_units
    from unioned
    group by entry_kind, entry_date, store_id

)

select * from final
