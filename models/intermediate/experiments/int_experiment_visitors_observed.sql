with

exposures as (

    select * from {{ ref('int_experiment_visitors_exposed') }}
    where not is_crossed

),

experiments as (

    select * from {{ ref('int_experiments_judged') }}
    where verdict = 'accepted'

),

orders as (

    select * from {{ ref('int_orders_priced') }}

),

matches as (

    select * from {{ ref('int_orders_matched') }}

),

visits as (

    select * from {{ ref('int_visits_sourced') }}

),

-- Orders and visits end with as_of of their own.
acts as (

    select
        matches.visitor_id,
        orders.placed_at as acted_at,
        1 as orders,
        {{ net_order_value() }} as revenue,
        0 as engaged_visits
    from orders
    inner join matches on orders.order_id = matches.order_id

    union all

    select
        visits.visitor_id,
        visits.started_at as acted_at,
        0 as orders,
        0 as revenue,
        1 as engaged_visits
    from visits
    where
        {{ is_engaged(
            'exists (select 1 from matches where matches.visit_id = visits.visit_id)'
        ) }}

),

spans as (

    select
        exposures.experiment_id,
        exposures.variant,
        exposures.visitor_id,
        exposures.exposed_at,
        exposures.exposed_at - interval 672 hour as observed_from,
        experiments.ended_at as observed_until
    from exposures
    inner join experiments on exposures.experiment_id = experiments.experiment_id

),

observed as (

    select
        spans.experiment_id,
        spans.variant,
        spans.visitor_id,
        acts.acted_at < spans.exposed_at as is_before,
        acts.orders,
        acts.revenue,
        acts.engaged_visits
    from spans
    left join acts
        on
            spans.visitor_id = acts.visitor_id
            and spans.observed_from <= acts.acted_at
            and coalesce(spans.observed_until >= acts.acted_at, true)

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
