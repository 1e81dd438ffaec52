with

cases as (

    select * from {{ ref('int_support_cases_judged') }}

)

select *
from cases
where
    verdict = 'accepted'
    and not coalesce(is_spam, false)
    and merged_into is null
