-- Fails if MetricFlow's calendar lacks a day, has one twice, or begins or ends elsewhere.
with

calendar as (

    select
        count(*) as days,
        count(distinct day) as distinct_days,
        min(day) as first_day,
        max(day) as last_day
    from {{ ref('time_spine') }}

)

select *
from calendar
where
    days <> 18263
    or distinct_days <> 18263
    or first_day <> cast('2000-01-01' as date)
    or last_day <> cast('2049-12-31' as date)
