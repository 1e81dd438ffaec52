with

arms as (

    select * from {{ ref('int_experiment_arms_summed') }}

),

described as (

    select
        *,
        cast(outcomes as double) / visitors as mean,
        cast(covariates as double) / visitors as covariate_mean,
        {{ sample_covariance('visitors', 'outcome_squares', 'outcomes', 'outcomes') }}
            as sample_variance,
        {{ sample_covariance(
            'visitors', 'covariate_squares', 'covariates', 'covariates'
        ) }} as covariate_variance,
        {{ sample_covariance('visitors', 'products', 'outcomes', 'covariates') }}
            as covariance,
        coalesce(
            sum(visitors) over (partition by experiment_id, metric) >= planned_visitors,
            false
        ) as power_reached
    from arms

)

select
    *,
    -- The variance of a share is known from the share.
    case
        when metric = 'conversion' then mean * (1 - mean)
        else sample_variance
    end as variance
from described
