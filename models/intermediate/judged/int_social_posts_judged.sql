with

landed as (

    {{ all_systems('social_posts') }}

)

select
    *,
    {{ verdict('social_posts') }}
from landed
