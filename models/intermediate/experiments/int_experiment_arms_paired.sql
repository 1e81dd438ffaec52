with

arms as (

    select * from {{ ref('int_experiment_arms_described') }}

),

controls as (

    select * from {{ ref('int_experiment_arms_described') }}
    where is_control

),

pairs as (

    select
        arms.*,
        controls.visitors as control_visitors,
        controls.mean as control_mean,
        controls.variance as control_variance,
        controls.sample_variance as control_sample_variance,
        controls.covariate_mean as control_covariate_mean,
        controls.covariate_variance as control_covariate_variance,
        controls.covariance as control_covariance,
        arms.visitors + controls.visitors as both_visitors,
        arms.outcomes + controls.outcomes as both_outcomes,
        arms.covariates + controls.covariates as both_covariates,
        arms.covariate_squares + controls.covariate_squares as both_covariate_squares,
        arms.products + controls.products as both_products
    from arms
    left join controls
        on
            arms.experiment_id = controls.experiment_id
            and arms.metric = controls.metric
            and not arms.is_control

)

select
    *,
    -- The outcome that comes with one more of the covariate, in both arms together.
    coalesce(
        {{ sample_covariance(
            'both_visitors', 'both_products', 'both_outcomes', 'both_covariates'
        ) }}
        / nullif({{ sample_covariance(
            'both_visitors',
            'both_covariate_squares',
            'both_covariates',
            'both_covariates',
        ) }}, 0),
        0
    ) as theta
from pairs
