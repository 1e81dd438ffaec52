with

customers as (

    select
        *,
        {{ period_start('month', 'first_order_date') }} as first_order_month
    from {{ ref('dim_customers') }}

),

orders as (

    select * from {{ ref('fct_orders') }}
    where not is_cancelled

),

sales as (

    select
        *,
        {{ period_start('month', 'sale_date') }} as sale_month
    from {{ ref('fct_sales') }}

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

cohorts as (

    select
        first_order_month,
        count(*) as customers
    from customers
    group by first_order_month

),

bounds as (

    select min(first_order_month) as first_day
    from cohorts

),

months as (

    select distinct {{ period_start('month', 'days.day') }} as month
    from (
        select {{ days_through('bounds.first_day', 'as_of.as_of_date') }} as day
        from bounds
        cross join as_of
    ) as days

),

cells as (

    select
        cohorts.first_order_month,
        cohorts.customers,
        {{ dbt.datediff('cohorts.first_order_month', 'months.month', 'month') }}
            as months_since
    from cohorts
    inner join months on cohorts.first_order_month <= months.month

),

-- Where dates are impossible a refund comes before its customer's first order: it counts in
-- the first month, so that none is lost.
customer_sales as (

    select
        customers.customer_key,
        customers.first_order_month,
        greatest(
            {{ dbt.datediff('customers.first_order_month', 'sales.sale_month', 'month') }},
            0
        ) as months_since,
        sales.sale_kind,
        sales.net_sales
    from sales
    inner join orders on sales.order_id = orders.order_id
    inner join customers on orders.customer_key = customers.customer_key

),

summed as (

    select
        first_order_month,
        months_since,
        count(distinct case when sale_kind = 'order' then customer_key end)
            as active_customers,
        count(*) filter (where sale_kind = 'order') as orders,
        sum(net_sales) as net_sales
    from customer_sales
    group by first_order_month, months_since

),

filled as (

    select
        cells.first_order_month,
        cells.months_since,
        cells.customers,
        coalesce(summed.active_customers, 0) as active_customers,
        coalesce(summed.orders, 0) as orders,
        coalesce(summed.net_sales, 0) as net_sales,
        sum(summed.net_sales) over (
            partition by cells.first_order_month order by cells.months_since
            rows between unbounded preceding and current row
        ) as cumulative_net_sales
    from cells
    left join summed
        on
            cells.first_order_month = summed.first_order_month
            and cells.months_since = summed.months_since

),

final as (

    select
        first_order_month,
        cast(months_since as int) as months_since,
        customers,
        active_customers,
        orders,
        cast(net_sales as decimal(18, 4)) as net_sales,
        cast(cumulative_net_sales as decimal(18, 4)) as cumulative_net_sales,
        cast(cumulative_net_sales as double) / customers
            as cumulative_net_sales_per_customer
    from filled

)

select * from final
