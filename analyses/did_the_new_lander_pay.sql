-- Did the new lander pay?
-- Every experiment's verdict, with what a visitor brought more, and what to doubt.
with

results as (

    select * from {{ ref('experiment_results') }}
    where not is_control

),

health as (

    select * from {{ ref('experiment_health') }}

)

select
    health.name,
    results.variant,
    health.verdict,
    health.crossed,
    health.has_sample_ratio_mismatch,
    round(max(case when results.metric = 'conversion' then 100 * results.difference end), 1)
        as conversion_points,
    round(max(case when results.metric = 'conversion' then results.p_value end), 3)
        as conversion_p_value,
    round(max(case when results.metric = 'revenue_per_visitor' then results.difference end), 2)
        as revenue_per_visitor
from results
inner join health
    on
        results.experiment_id = health.experiment_id
        and results.variant = health.variant
group by
    health.name,
    results.variant,
    health.verdict,
    health.crossed,
    health.has_sample_ratio_mismatch
order by health.name, results.variant
