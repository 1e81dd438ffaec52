with

outcomes as (

    select * from {{ ref('int_experiment_outcomes_measured') }}

),

experiments as (

    select * from {{ ref('int_experiments_judged') }}
    where verdict = 'accepted'

),

-- Sums of decimals: they are exact, whatever the order of the rows.
summed as (

    select
        experiment_id,
        variant,
        metric,
        count(*) as visitors,
        cast(sum(outcome) as decimal(37, 4)) as outcomes,
        cast(sum(covariate) as decimal(37, 4)) as covariates,
        cast(sum({{ times('outcome', 'outcome') }}) as decimal(37, 8))
            as outcome_squares,
        cast(sum({{ times('covariate', 'covariate') }}) as decimal(37, 8))
            as covariate_squares,
        cast(sum({{ times('outcome', 'covariate') }}) as decimal(37, 8)) as products
    from outcomes
    group by experiment_id, variant, metric

)

select
    summed.*,
    summed.variant = experiments.control_variant as is_control,
    experiments.planned_visitors
from summed
inner join experiments on summed.experiment_id = experiments.experiment_id
