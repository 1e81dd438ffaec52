with

landed as (

    {{ all_systems('products') }}

)

select
    *,
    {{ verdict('products') }}
from landed
