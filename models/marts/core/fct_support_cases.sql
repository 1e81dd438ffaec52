with

cases as (

    select cases.*
    from {{ ref('int_support_cases_kept') }} as cases
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('cases.opened_at') }}

),

final as (

    select
        case_id,
        channel as case_channel,
        customer_id,
        order_id,
        topic,
        {{ local_date('opened_at') }} as opened_date,
        opened_at,
        first_reply_at,
        resolved_at,
        {{ seconds_between('opened_at', 'first_reply_at') }} as first_reply_seconds,
        {{ seconds_between('opened_at', 'resolved_at') }} as resolution_seconds,
        satisfaction
    from cases

)

select * from final
