-- Fails if the last seven days, or those before them, are not what is counted of their days anew.
with

told as (

    select
        kpi,
        period_start,
        value
    from {{ ref('kpi_last_7_days') }}
    where segment_by = 'all' and kpi in ('unique_visitors', 'orders')

),

starts as (

    select distinct period_start
    from told

),

counted as (

    select
        'unique_visitors' as kpi,
        starts.period_start,
        count(distinct fct_visits.visitor_id) as value
    from starts
    left join {{ ref('fct_visits') }} as fct_visits
        on
            fct_visits.visit_date >= starts.period_start
            and fct_visits.visit_date < starts.period_start + interval 7 day
    group by starts.period_start

    union all

    select
        'orders' as kpi,
        starts.period_start,
        count(fct_orders.order_id) as value
    from starts
    left join {{ ref('fct_orders') }} as fct_orders
        on
            fct_orders.placed_date >= starts.period_start
            and fct_orders.placed_date < starts.period_start + interval 7 day
    group by starts.period_start

)

select
    counted.kpi,
    counted.period_start,
    told.value as told,
    counted.value as counted
from counted
left join told on counted.kpi = told.kpi and counted.period_start = told.period_start
where coalesce(told.value, 0) <> counted.value
