with

landed as (

    {{ all_systems('marketplace_feedback') }}

)

select
    *,
    {{ verdict('marketplace_feedback') }}
from landed
