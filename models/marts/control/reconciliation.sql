with

reported as (

    select
        reported.day,
        reported.system,
        reported.metric as kpi,
        cast(reported.value as double) as theirs
    from {{ ref('int_vendor_reported_judged') }} as reported
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of_date('reported.day') }}
    where reported.verdict = 'accepted'

),

days as (

    select * from {{ ref('kpi_values') }}
    where period_grain = 'day' and segment_by = 'all'

),

readings as (

    select * from {{ ref('int_sales_reread') }}

    union all

    select * from {{ ref('int_traffic_reread') }}

),

compared as (

    select
        reported.day,
        reported.system,
        reported.kpi,
        days.value as ours,
        reported.theirs
    from reported
    left join days
        on
            reported.day = days.period_start
            and reported.kpi = days.kpi

),

-- The values are doubles: beyond a millionth they differ by how they were added up.
distances as (

    select
        compared.day,
        compared.system,
        compared.kpi,
        readings.reading,
        readings.reading_rank,
        round(abs(compared.ours - compared.theirs), 6) as distance_of_ours,
        round(abs(readings.value - compared.theirs), 6) as distance
    from compared
    inner join readings
        on
            compared.day = readings.day
            and compared.kpi = readings.kpi

),

nearest as (

    select
        day,
        system,
        kpi,
        reading as explained_by
    from distances
    where distance < distance_of_ours
    qualify
        row_number() over (
            partition by day, system, kpi order by distance, reading_rank
        ) = 1

),

reread as (

    select
        day,
        kpi,
        any_value(value) filter (where reading = 'refunds_by_order_date')
            as refunds_by_order_date,
        any_value(value) filter (where reading = 'without_tax') as without_tax,
        any_value(value) filter (where reading = 'with_tax') as with_tax,
        any_value(value) filter (where reading = 'without_shipping') as without_shipping,
        any_value(value) filter (where reading = 'with_shipping') as with_shipping,
        any_value(value) filter (where reading = 'utc_day') as utc_day,
        any_value(value) filter (where reading = 'bots_in') as bots_in,
        any_value(value) filter (where reading = 'cancelled_out') as cancelled_out
    from readings
    group by day, kpi

),

final as (

    select
        compared.day,
        compared.system,
        compared.kpi,
        compared.ours,
        compared.theirs,
        compared.ours - compared.theirs as gap,
        (compared.ours - compared.theirs) / nullif(compared.theirs, 0) as gap_share,
        reread.refunds_by_order_date,
        reread.without_tax,
        reread.with_tax,
        reread.without_shipping,
        reread.with_shipping,
        reread.utc_day,
        reread.bots_in,
        reread.cancelled_out,
        nearest.explained_by
    from compared
    left join reread
        on
            compared.day = reread.day
            and compared.kpi = reread.kpi
    left join nearest
        on
            compared.day = nearest.day
            and compared.system = nearest.system
            and compared.kpi = nearest.kpi

)

select * from final
