with

arms as (

    select
        *,
        difference / tested_error as statistic,
        {{ tuned_visitors('both_visitors', 'planned_visitors') }} as tuned_visitors
    from {{ ref('int_experiment_arms_compared') }}

),

tested as (

    select
        *,
        case
            when metric = 'conversion' then {{ normal_two_sided_p('statistic') }}
            else {{ student_two_sided_p('statistic', 'degrees_of_freedom') }}
        end as p_value,
        standard_error * case
            when metric = 'conversion' then 1.959963984540054e0
            else {{ student_quantile_975('degrees_of_freedom') }}
        end as margin,
        {{ always_valid_p('difference', 'always_valid_error', 'tuned_visitors') }}
            as p_value_always_valid,
        {{ always_valid_margin('always_valid_error', 'tuned_visitors') }}
            as always_valid_margin,
        cuped_error * {{ student_quantile_975('cuped_degrees_of_freedom') }}
            as cuped_margin
    from arms

),

final as (

    select
        experiment_id,
        variant,
        metric,
        is_control,
        visitors,
        mean,
        variance,
        difference,
        relative_lift,
        difference - margin as interval_low,
        difference + margin as interval_high,
        {{ seven_digits('p_value') }} as p_value,
        {{ seven_digits('p_value_always_valid') }} as p_value_always_valid,
        {{ seven_digits('difference - always_valid_margin') }} as always_valid_low,
        {{ seven_digits('difference + always_valid_margin') }} as always_valid_high,
        difference_cuped,
        difference_cuped - cuped_margin as cuped_low,
        difference_cuped + cuped_margin as cuped_high,
        power_reached
    from tested

)

select * from final
