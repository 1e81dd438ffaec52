-- The average order value under its other name.
select * from {{ ref('kpi_average_order_value') }}
