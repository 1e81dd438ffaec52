with

assignments as (

    select * from {{ ref('int_experiment_assignments_judged') }}
    where verdict = 'accepted'

),

experiments as (

    select * from {{ ref('int_experiments_judged') }}
    where verdict = 'accepted'

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

-- Who was seen, and never as a person. A visitor without any event is not known to be a bot.
bots as (

    select visitor_id from {{ ref('int_bots_sessionized') }}

    except

    select visitor_id from {{ ref('int_events_sessionized') }}

),

kept as (

    select
        assignments.experiment_id,
        assignments.visitor_id,
        assignments.variant,
        assignments.assigned_at
    from assignments
    inner join experiments on assignments.experiment_id = experiments.experiment_id
    inner join as_of on {{ until_as_of('assignments.assigned_at') }}
    left join bots on assignments.visitor_id = bots.visitor_id
    where
        coalesce(assignments.assigned_at >= experiments.started_at, true)
        and coalesce(assignments.assigned_at <= experiments.ended_at, true)
        and bots.visitor_id is null

)

select * from kept
