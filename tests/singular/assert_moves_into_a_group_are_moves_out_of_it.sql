-- Fails if more or fewer visits leave a group at a step than came to it at the step before, or
-- if a visit comes from (entry) at another step than the first.
with

moves as (

    select * from {{ ref('behaviour_flow') }}

),

ends as (

    select
        month,
        step + 1 as step,
        to_group as page_group,
        moves as moves_in,
        0 as moves_out
    from moves
    where step < 10 and to_group <> '(exit)'

    union all

    select
        month,
        step,
        from_group as page_group,
        0 as moves_in,
        moves as moves_out
    from moves
    where step > 1

)

select
    month,
    step,
    page_group,
    sum(moves_in) as moves_in,
    sum(moves_out) as moves_out
from ends
group by month, step, page_group
having sum(moves_in) <> sum(moves_out)
