-- Fails if the average basket value is another number than the average order value.
with

values_of_both as (

    select
        period_grain,
        period_start,
        segment_by,
        segment,
        max(case when kpi = 'average_order_value' then value end) as order_value,
        max(case when kpi = 'average_basket_value' then value end) as basket_value
    from {{ ref('kpi_values') }}
    where kpi in ('average_order_value', 'average_basket_value')
    group by period_grain, period_start, segment_by, segment

)

select * from values_of_both
where order_value is distinct from basket_value
