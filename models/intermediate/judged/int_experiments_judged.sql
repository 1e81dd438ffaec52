with

landed as (

    {{ all_systems('experiments') }}

)

select
    *,
    {{ verdict('experiments') }}
from landed
