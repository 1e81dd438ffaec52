with

experiments as (

    select * from {{ ref('int_experiments_judged') }}
    where verdict = 'accepted'

),

exposures as (

    select * from {{ ref('int_experiment_visitors_exposed') }}
    where not is_crossed

),

seen as (

    select
        experiment_id,
        variant,
        count(*) as visitors
    from exposures
    group by experiment_id, variant

),

-- The control is a variant whether anybody saw it or not.
variants as (

    select
        experiment_id,
        variant,
        visitors
    from seen

    union all

    select
        experiments.experiment_id,
        experiments.control_variant as variant,
        0 as visitors
    from experiments
    left join seen
        on
            experiments.experiment_id = seen.experiment_id
            and experiments.control_variant = seen.variant
    where seen.variant is null

),

counted as (

    select
        experiment_id,
        variant,
        visitors,
        count(*) over (partition by experiment_id) as variants,
        sum(visitors) over (partition by experiment_id) as all_visitors,
        sum(visitors * visitors) over (partition by experiment_id) as squares
    from variants

)

select
    experiment_id,
    variant,
    cast(visitors as bigint) as visitors,
    cast(variants as bigint) as variants,
    cast(all_visitors as bigint) as all_visitors,
    -- Σ (visitors − expected)² / expected, where as many are expected of each variant.
    variants * cast(squares as double) / nullif(all_visitors, 0) - all_visitors
        as chi_square,
    cast(nullif(variants - 1, 0) as bigint) as degrees_of_freedom
from counted
