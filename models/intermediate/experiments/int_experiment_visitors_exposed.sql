with

assignments as (

    select * from {{ ref('int_experiment_assignments_kept') }}

)

select
    experiment_id,
    visitor_id,
    min(variant) as variant,
    min(assigned_at) as exposed_at,
    min(variant) <> max(variant) as is_crossed
from assignments
group by experiment_id, visitor_id
