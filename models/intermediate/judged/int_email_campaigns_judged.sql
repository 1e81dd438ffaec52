with

landed as (

    {{ all_systems('email_campaigns') }}

)

select
    *,
    {{ verdict('email_campaigns') }}
from landed
