with

targets as (

    select * from {{ ref('stg_reference__kpi_targets') }}

),

filled as (

    select
        kpi,
        coalesce(segment_by, 'all') as segment_by,
        coalesce(segment, 'all') as segment,
        period_grain,
        coalesce(valid_from, date '0001-01-01') as valid_from,
        target,
        band_low,
        band_high,
        coalesce(tolerance, 0) as tolerance
    from targets
    where violation is null

),

-- A target that is told twice counts once.
chosen as (

    select *
    from filled
    qualify row_number() over (
            partition by kpi, segment_by, segment, period_grain, valid_from
            order by
                target nulls last, band_low nulls last, band_high nulls last, tolerance
        ) = 1

),

final as (

    select
        *,
        lead(valid_from) over (
            partition by kpi, segment_by, segment, period_grain order by valid_from
        ) as valid_until
    from chosen

)

select * from final
