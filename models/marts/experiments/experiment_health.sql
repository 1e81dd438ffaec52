with

experiments as (

    select * from {{ ref('int_experiments_judged') }}
    where verdict = 'accepted'

),

variants as (

    select * from {{ ref('int_experiment_variants_counted') }}

),

exposures as (

    select
        experiment_id,
        min(exposed_at) as first_exposed_at,
        count_if(is_crossed) as crossed
    from {{ ref('int_experiment_visitors_exposed') }}
    group by experiment_id

),

results as (

    select * from {{ ref('experiment_results') }}
    where metric = 'conversion'

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

described as (

    select
        experiments.experiment_id,
        experiments.name,
        variants.variant,
        variants.variant = experiments.control_variant as is_control,
        variants.visitors,
        1 / variants.variants as expected_share,
        {{ chi_square_p('variants.chi_square', 'variants.degrees_of_freedom') }}
            as sample_ratio_p_value,
        coalesce(exposures.crossed, 0) as crossed,
        coalesce(experiments.started_at, exposures.first_exposed_at) as started_at,
        least(experiments.ended_at, as_of.as_of) as observed_until,
        experiments.ended_at <= as_of.as_of as is_over,
        coalesce(variants.all_visitors >= experiments.planned_visitors, false)
            as power_reached,
        results.difference,
        results.p_value,
        results.always_valid_low,
        results.always_valid_high
    from experiments
    cross join as_of
    inner join variants on experiments.experiment_id = variants.experiment_id
    left join exposures on experiments.experiment_id = exposures.experiment_id
    left join results
        on
            variants.experiment_id = results.experiment_id
            and variants.variant = results.variant

),

judged as (

    select
        *,
        coalesce(sample_ratio_p_value < 0.001, false) as has_sample_ratio_mismatch,
        power_reached and p_value < 0.05 as is_significant
    from described

),

final as (

    select
        experiment_id,
        name,
        variant,
        is_control,
        visitors,
        expected_share,
        {{ seven_digits('sample_ratio_p_value') }} as sample_ratio_p_value,
        has_sample_ratio_mismatch,
        cast(crossed as bigint) as crossed,
        case
            when observed_until < started_at then 0
            else cast({{ seconds_between('started_at', 'observed_until') }} as double)
                / 86400
        end as days_run,
        power_reached,
        case
            when has_sample_ratio_mismatch then 'broken'
            when not is_control then case
                    when always_valid_low > 0 or (is_significant and difference > 0)
                        then 'better'
                    when always_valid_high < 0 or is_significant then 'worse'
                    when power_reached or is_over then 'no difference found'
                    else 'running'
                end
        end as verdict
    from judged

)

select * from final
