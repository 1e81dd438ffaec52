with

pairs as (

    select * from {{ ref('int_experiment_arms_paired') }}

),

prepared as (

    select
        *,
        cast(both_outcomes as double) / both_visitors as both_mean,
        {{ residual_variance(
            'sample_variance', 'covariance', 'covariate_variance', 'theta'
        ) }} as residual_variance,
        {{ residual_variance(
            'control_sample_variance',
            'control_covariance',
            'control_covariate_variance',
            'theta',
        ) }} as control_residual_variance,
        {{ standard_error(
            'variance', 'visitors', 'control_variance', 'control_visitors'
        ) }} as standard_error
    from pairs

),

final as (

    select
        experiment_id,
        variant,
        metric,
        is_control,
        planned_visitors,
        power_reached,
        visitors,
        both_visitors,
        mean,
        variance,
        mean - control_mean as difference,
        (mean - control_mean) / nullif(control_mean, 0) as relative_lift,
        standard_error,
        -- Without a difference both arms have one share, and its variance.
        case
            when metric = 'conversion' then {{ standard_error(
                'both_mean * (1 - both_mean)',
                'visitors',
                'both_mean * (1 - both_mean)',
                'control_visitors',
            ) }}
            else standard_error
        end as tested_error,
        {{ welch_degrees(
            'sample_variance', 'visitors', 'control_sample_variance', 'control_visitors'
        ) }} as degrees_of_freedom,
        -- An arm without any variation says nothing yet.
        case
            when variance > 0 and control_variance > 0 then standard_error
        end as always_valid_error,
        case
            when visitors > 1 and control_visitors > 1 then mean - control_mean
                - theta * (covariate_mean - control_covariate_mean)
        end as difference_cuped,
        {{ standard_error(
            'residual_variance',
            'visitors',
            'control_residual_variance',
            'control_visitors',
        ) }} as cuped_error,
        {{ welch_degrees(
            'residual_variance', 'visitors', 'control_residual_variance', 'control_visitors'
        ) }} as cuped_degrees_of_freedom
    from prepared

)

select * from final
