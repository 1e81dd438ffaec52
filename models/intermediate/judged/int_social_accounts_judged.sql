with

landed as (

    {{ all_systems('social_accounts') }}

)

select
    *,
    {{ verdict('social_accounts') }}
from landed
