with

kpi_values as (

    select * from {{ ref('kpi_values') }}

    union all

    select * from {{ ref('kpi_last_7_days') }}

),

kpi_catalogue as (

    select * from {{ ref('kpi_catalogue') }}

),

kpi_control_limits as (

    select * from {{ ref('kpi_control_limits') }}

),

targets as (

    select * from {{ ref('int_kpi_targets_dated') }}

),

-- 364 days before is the same weekday.
periods as (

    select
        period_grain,
        max(period_start) as now,
        case period_grain
            when 'month' then {{ period_earlier('max(period_start)', 1, 'month') }}
            else {{ period_earlier('max(period_start)', 7, 'day') }}
        end as before,
        case period_grain
            when 'month' then {{ period_earlier('max(period_start)', 12, 'month') }}
            else {{ period_earlier('max(period_start)', 364, 'day') }}
        end as year_before
    from kpi_values
    where is_complete and period_grain in ('week', 'last_7_days', 'month')
    group by period_grain

),

-- The whole; parts where a KPI has no whole; parts that have a target.
cells as (

    select
        kpi_values.*,
        bool_and(kpi_values.is_mature) over (
            partition by kpi_values.kpi, kpi_values.period_grain
        ) as is_settled
    from kpi_values
    inner join periods on kpi_values.period_grain = periods.period_grain
    where
        kpi_values.segment_by = 'all'
        or exists (
            select 1
            from kpi_control_limits
            where
                kpi_control_limits.kpi = kpi_values.kpi
                and kpi_control_limits.segment_by = kpi_values.segment_by
        )
        or exists (
            select 1
            from targets
            where
                targets.kpi = kpi_values.kpi
                and targets.period_grain = {{ grain_of_target('kpi_values') }}
                and targets.segment_by = kpi_values.segment_by
                and targets.segment = kpi_values.segment
        )

),

compared as (

    select
        cells.kpi,
        cells.period_grain,
        periods.now as period_start,
        cells.segment_by,
        cells.segment,
        -- A KPI has rows up to its last day: what counts or adds up fell to 0 after it.
        coalesce(
            max(case when cells.period_start = periods.now then cells.value end),
            case
                when
                    not bool_or(cells.period_start = periods.now)
                    and bool_or(cells.numerator is not null and cells.denominator is null)
                    then 0
            end
        ) as value,
        max(
            case when cells.period_start = periods.before then cells.value end
        ) as value_before,
        max(
            case when cells.period_start = periods.year_before then cells.value end
        ) as value_year_before,
        coalesce(
            bool_or(case when cells.period_start = periods.now then cells.is_mature end),
            bool_and(cells.is_settled)
        ) as is_mature
    from cells
    inner join periods
        on
            cells.period_grain = periods.period_grain
            and cells.period_start <= periods.now
    group by
        cells.kpi, cells.period_grain, periods.now, cells.segment_by, cells.segment

),

measured as (

    select
        compared.*,
        kpi_catalogue.better,
        targets.target,
        targets.band_low,
        targets.band_high,
        targets.tolerance,
        {{ short_of_target('compared.value') }} as short_of_target,
        limits.center_line,
        limits.lower_limit,
        limits.upper_limit,
        limits.signal,
        limits.signal_since
    from compared
    inner join kpi_catalogue on compared.kpi = kpi_catalogue.kpi
    left join targets
        on
            compared.kpi = targets.kpi
            and targets.period_grain = {{ grain_of_target('compared') }}
            and compared.segment_by = targets.segment_by
            and compared.segment = targets.segment
            and compared.period_start >= targets.valid_from
            and compared.period_start
            < coalesce(targets.valid_until, date '9999-12-31')
    left join kpi_control_limits as limits
        on
            compared.kpi = limits.kpi
            and compared.period_grain = limits.period_grain
            and compared.period_start = limits.period_start
            and compared.segment_by = limits.segment_by
            and compared.segment = limits.segment

),

final as (

    select
        kpi,
        period_grain,
        period_start,
        segment_by,
        segment,
        value,
        value_before,
        value_year_before,
        is_mature,
        target,
        band_low,
        band_high,
        tolerance,
        case
            when not is_mature or short_of_target is null then null
            when short_of_target = 0 then 'good'
            when short_of_target <= tolerance then 'watch'
            else 'bad'
        end as on_target,
        case
            when center_line is null then null
            when signal is null then 'noise'
            else 'signal'
        end as in_control,
        center_line,
        lower_limit,
        upper_limit,
        signal,
        signal_since
    from measured

)

select * from final
