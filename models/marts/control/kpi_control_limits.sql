with

kpi_values as (

    select * from {{ ref('kpi_values') }}

    union all

    select * from {{ ref('kpi_last_7_days') }}

),

baselines as (

    {{ baselines() }}

),

with_all as (

    select distinct kpi
    from kpi_values
    where segment_by = 'all'

),

points as (

    select
        kpi_values.kpi,
        kpi_values.period_grain,
        kpi_values.period_start,
        kpi_values.segment_by,
        kpi_values.segment,
        baselines.baseline_length,
        baselines.weekday_length,
        baselines.least_points,
        {{ whole('1e9 * kpi_values.value') }} as value,
        {{ weekday_of('kpi_values.period_start') }} as weekday
    from kpi_values
    inner join baselines on kpi_values.period_grain = baselines.period_grain
    left join with_all on kpi_values.kpi = with_all.kpi
    where
        kpi_values.is_complete
        and kpi_values.is_mature
        and kpi_values.value is not null
        and (kpi_values.segment_by = 'all' or with_all.kpi is null)

),

{{ without_weekdays('points') }},

{{ process_behaviour('without_weekdays') }},

{{ signals('limited') }},

final as (

    select
        kpi,
        period_grain,
        period_start,
        segment_by,
        segment,
        cast(value as double) / 1e9 as value,
        cast(adjusted_value as double) / 1e9 as adjusted_value,
        cast(moving_range as double) / 1e9 as moving_range,
        cast(of_values_points as integer) as baseline_points,
        cast(center_line as double) / 1e9 as center_line,
        cast(lower_limit as double) / 1e9 as lower_limit,
        cast(upper_limit as double) / 1e9 as upper_limit,
        signal,
        signal_since
    from signals

)

select * from final
