with

landed as (

    {{ all_systems('web_events') }}

)

select
    *,
    {{ verdict('web_events') }}
from landed
