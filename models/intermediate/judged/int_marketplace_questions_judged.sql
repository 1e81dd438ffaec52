with

landed as (

    {{ all_systems('marketplace_questions') }}

)

select
    *,
    {{ verdict('marketplace_questions') }}
from landed
