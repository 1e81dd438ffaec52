-- Fails if the first moves of a month are not one from (entry) for each visit with a page view.
with

first_moves as (

    select
        month,
        sum(moves) as moves,
        sum(moves) filter (where from_group = '(entry)') as from_entry
    from {{ ref('behaviour_flow') }}
    where step = 1
    group by month

),

visits as (

    select
        {{ period_start('month', 'visit_date') }} as month,
        count(*) as visits
    from {{ ref('fct_visits') }}
    where page_views > 0
    group by month

)

select
    visits.month,
    first_moves.month as month_of_moves,
    first_moves.moves,
    first_moves.from_entry,
    visits.visits
from visits
full outer join first_moves on visits.month = first_moves.month
where
    first_moves.moves is distinct from visits.visits
    or first_moves.from_entry is distinct from visits.visits
