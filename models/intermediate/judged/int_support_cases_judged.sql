with

landed as (

    {{ all_systems('support_cases') }}

)

select
    *,
    {{ verdict('support_cases') }}
from landed
