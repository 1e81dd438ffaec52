with

cases as (

    select cases.*
    from {{ ref('int_support_cases_kept') }} as cases
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('cases.opened_at') }}

),

timed as (

    select * from {{ ref('int_cases_timed') }}

),

final as (

    select
        cases.case_id,
        cases.channel as case_channel,
        cases.customer_id,
        cases.order_id,
        cases.topic,
        {{ local_date('cases.opened_at') }} as opened_date,
        {{ local_date('cases.resolved_at') }} as resolved_date,
        cases.opened_at,
        cases.first_reply_at,
        cases.resolved_at,
        {{ seconds_between('cases.opened_at', 'cases.first_reply_at') }}
            as first_reply_seconds,
        timed.first_reply_business_seconds,
        {{ seconds_between('cases.opened_at', 'cases.resolved_at') }}
            as resolution_seconds,
        timed.is_in_working_hours,
        coalesce(
            cases.first_reply_at
            <= cases.opened_at + interval {{ var('chat_answer_seconds') }} second,
            false
        ) as is_answered_in_time,
        cases.satisfaction
    from cases
    inner join timed on cases.case_id = timed.case_id

)

select * from final
