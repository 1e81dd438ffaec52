with

landed as (

    {{ all_systems('customers') }}

)

select
    *,
    {{ verdict('customers') }}
from landed
