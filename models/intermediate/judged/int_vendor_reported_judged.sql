with

landed as (

    {{ all_systems('vendor_reported') }}

)

select
    *,
    {{ verdict('vendor_reported') }}
from landed
