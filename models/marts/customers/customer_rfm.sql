with

customers as (

    select * from {{ ref('dim_customers') }}

),

orders as (

    select * from {{ ref('fct_orders') }}
    where not is_cancelled

),

sales as (

    select * from {{ ref('fct_sales') }}

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

-- Of several entries for one pair of quintiles the smallest counts.
segments as (

    select
        recency_quintile,
        frequency_quintile,
        min(rfm_segment) as rfm_segment
    from {{ ref('stg_reference__rfm_segments') }}
    where violation is null
    group by recency_quintile, frequency_quintile

),

customer_sales as (

    select
        orders.customer_key,
        sum(sales.net_sales) as net_sales
    from sales
    inner join orders on sales.order_id = orders.order_id
    group by orders.customer_key

),

measured as (

    select
        customers.customer_key,
        {{ dbt.datediff('customers.last_order_date', 'as_of.as_of_date', 'day') }}
            as recency_days,
        customers.orders,
        customer_sales.net_sales
    from customers
    inner join customer_sales on customers.customer_key = customer_sales.customer_key
    cross join as_of

),

scored as (

    select
        customer_key,
        cast(recency_days as int) as recency_days,
        orders,
        cast(net_sales as decimal(18, 4)) as net_sales,
        {{ quintile('recency_days desc') }} as recency_quintile,
        {{ quintile('orders asc') }} as frequency_quintile,
        {{ quintile('net_sales asc') }} as money_quintile
    from measured

),

final as (

    select
        scored.customer_key,
        scored.recency_days,
        scored.orders,
        scored.net_sales,
        scored.recency_quintile,
        scored.frequency_quintile,
        scored.money_quintile,
        coalesce(segments.rfm_segment, 'unknown') as rfm_segment
    from scored
    left join segments
        on
            scored.recency_quintile = segments.recency_quintile
            and scored.frequency_quintile = segments.frequency_quintile

)

select * from final
