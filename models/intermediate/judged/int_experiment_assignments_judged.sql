with

landed as (

    {{ all_systems('experiment_assignments') }}

)

select
    *,
    {{ verdict('experiment_assignments') }}
from landed
