with

landed as (

    {{ all_systems('organic_queries') }}

)

select
    *,
    {{ verdict('organic_queries') }}
from landed
