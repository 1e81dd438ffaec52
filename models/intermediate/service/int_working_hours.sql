with

cases as (

    select * from {{ ref('int_support_cases_kept') }}

),

business_hours as (

    select * from {{ ref('stg_reference__business_hours') }}
    where violation is null

),

holidays as (

    select * from {{ ref('stg_reference__holidays') }}
    where violation is null

),

bounds as (

    select
        min({{ local_date('opened_at') }}) as first_day,
        max({{ local_date('greatest(opened_at, first_reply_at)') }}) as last_day
    from cases

),

days as (

    select {{ days_through('first_day', 'last_day') }} as day
    from bounds

),

working_days as (

    select days.day
    from days
    left join holidays on days.day = holidays.holiday_date
    where holidays.holiday_date is null

),

periods as (

    select
        working_days.day as working_date,
        {{ clock_start('working_days.day', 'business_hours.opens') }} as starts_at,
        {{ clock_start('working_days.day', 'business_hours.closes') }} as ends_at
    from working_days
    inner join business_hours
        on
            cast({{ weekday_of('working_days.day') }} as string)
            = business_hours.weekday

),

-- Each start once, so that there is one order of periods.
longest as (

    select
        working_date,
        starts_at,
        max(ends_at) as ends_at
    from periods
    -- One that the clocks jump over altogether has no time in it.
    where starts_at < ends_at
    group by working_date, starts_at

),

reached as (

    select
        *,
        max(ends_at) over (
            partition by working_date
            order by starts_at
            rows between unbounded preceding and 1 preceding
        ) as reached_at
    from longest

),

-- A period begins where none before it reaches.
numbered as (

    select
        *,
        sum(case when starts_at <= reached_at then 0 else 1 end) over (
            partition by working_date
            order by starts_at
            rows between unbounded preceding and current row
        ) as period_number
    from reached

),

final as (

    select
        working_date,
        min(starts_at) as starts_at,
        max(ends_at) as ends_at
    from numbered
    group by working_date, period_number

)

select * from final
