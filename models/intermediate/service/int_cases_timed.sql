with

cases as (

    select
        *,
        {{ local_date('opened_at') }} as opened_date
    from {{ ref('int_support_cases_kept') }}

),

working_hours as (

    select * from {{ ref('int_working_hours') }}

),

-- Working periods are apart from each other: a case is opened in one at most.
opened as (

    select cases.case_id
    from cases
    inner join working_hours
        on
            cases.opened_date = working_hours.working_date
            and cases.opened_at between working_hours.starts_at and working_hours.ends_at

),

awaited as (

    select
        cases.case_id,
        cast(
            sum({{ seconds_between(
                'greatest(cases.opened_at, working_hours.starts_at)',
                'least(cases.first_reply_at, working_hours.ends_at)',
            ) }}) as decimal(18, 6)
        ) as seconds
    from cases
    inner join working_hours
        on
            cases.opened_at < working_hours.ends_at
            and cases.first_reply_at > working_hours.starts_at
    -- A reply from before the opening kept nobody waiting.
    where cases.opened_at < cases.first_reply_at
    group by cases.case_id

),

final as (

    select
        cases.case_id,
        opened.case_id is not null as is_in_working_hours,
        case
            when cases.first_reply_at is not null then coalesce(awaited.seconds, 0)
        end as first_reply_business_seconds
    from cases
    left join opened on cases.case_id = opened.case_id
    left join awaited on cases.case_id = awaited.case_id

)

select * from final
