-- Fails if the mart quarantine has not as many rows of an entity as data_quality counts.
with

counted as (

    select
        entity,
        value as quarantined
    from {{ ref('data_quality') }}
    where measure = 'quarantined' and detail = 'all'

),

listed as (

    select
        entity,
        count(*) as quarantined
    from {{ ref('quarantine') }}
    group by entity

)

select
    counted.entity,
    counted.quarantined,
    listed.quarantined as listed
from counted
left join listed on counted.entity = listed.entity
where counted.quarantined <> coalesce(listed.quarantined, 0)
