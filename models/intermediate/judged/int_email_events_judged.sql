with

landed as (

    {{ all_systems('email_events') }}

)

select
    *,
    {{ verdict('email_events') }}
from landed
