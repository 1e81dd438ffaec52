with

visitors as (

    select * from {{ ref('int_experiment_visitors_observed') }}

),

metrics as (

    select
        experiment_id,
        variant,
        visitor_id,
        'conversion' as metric,
        case when orders > 0 then 1 else 0 end as outcome,
        case when orders_before > 0 then 1 else 0 end as covariate
    from visitors

    union all

    select
        experiment_id,
        variant,
        visitor_id,
        'orders_per_visitor' as metric,
        orders as outcome,
        orders_before as covariate
    from visitors

    union all

    select
        experiment_id,
        variant,
        visitor_id,
        'revenue_per_visitor' as metric,
        revenue as outcome,
        revenue_before as covariate
    from visitors

    union all

    select
        experiment_id,
        variant,
        visitor_id,
        'engaged_visits_per_visitor' as metric,
        engaged_visits as outcome,
        engaged_visits_before as covariate
    from visitors

)

select
    experiment_id,
    variant,
    visitor_id,
    metric,
    cast(outcome as decimal(18, 4)) as outcome,
    cast(covariate as decimal(18, 4)) as covariate
from metrics
