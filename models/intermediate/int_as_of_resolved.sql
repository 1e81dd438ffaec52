with

moments as (

    select max(occurred_at) as moment
    from {{ ref('int_events_screened') }}

    union all

    select max(occurred_at) as moment
    from {{ ref('int_email_events_judged') }}
    where verdict = 'accepted'

    union all

    select max(placed_at) as moment
    from {{ ref('int_orders_kept') }}

    union all

    select max(refunded_at) as moment
    from {{ ref('int_refunds_kept') }}

    union all

    select max(opened_at) as moment
    from {{ ref('int_support_cases_kept') }}

),

resolved as (

    select coalesce({{ as_of_option() }}, max(moment)) as as_of
    from moments

)

select
    as_of,
    {{ local_date('as_of') }} as as_of_date
from resolved
