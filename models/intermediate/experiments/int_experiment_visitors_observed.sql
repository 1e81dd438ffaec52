with

exposures as (

    select * from {{ ref('int_experiment_visitors_exposed') }}
    where not is_crossed

),

experiments as (

    select * from {{ ref('int_experiments_judged') }}
    where verdict = 'accepted'

),

-- Orders and visits end with as_of of their own.
acts as (

    select
        visitor_id,
        placed_at as acted_at,
        1 as orders,
        net_order_value as revenue,
        0 as engaged_visits
    from {{ ref('fct_orders') }}

    union all

    select
        visitor_id,
        started_at as acted_at,
        0 as orders,
        0 as revenue,
        1 as engaged_visits
    from {{ ref('fct_visits') }}
    where is_engaged

),

-- From 28 days before the exposure to the end of the experiment.
observed as (

    select
        exposures.experiment_id,
        exposures.variant,
        exposures.visitor_id,
        acts.acted_at < exposures.exposed_at as is_before,
        acts.orders,
        acts.revenue,
        acts.engaged_visits
    from exposures
    inner join experiments on exposures.experiment_id = experiments.experiment_id
    left join acts
        on
            exposures.visitor_id = acts.visitor_id
            and acts.acted_at >= exposures.exposed_at - interval 28 day
            and coalesce(acts.acted_at <= experiments.ended_at, true)

),

final as (

    select
        experiment_id,
        variant,
        visitor_id,
        coalesce(sum(orders) filter (where not is_before), 0) as orders,
        coalesce(sum(revenue) filter (where not is_before), 0) as revenue,
        coalesce(sum(engaged_visits) filter (where not is_before), 0)
            as engaged_visits,
        coalesce(sum(orders) filter (where is_before), 0) as orders_before,
        coalesce(sum(revenue) filter (where is_before), 0) as revenue_before,
        coalesce(sum(engaged_visits) filter (where is_before), 0)
            as engaged_visits_before
    from observed
    group by experiment_id, variant, visitor_id

)

select * from final
