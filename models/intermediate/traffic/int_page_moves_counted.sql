{{ config(
    pre_hook="{{ empty_days('started_on', visits_changed_since(
        ref('int_web_events_judged'), ref('int_visits_sourced')
    )) }}",
    post_hook="{{ note_builds(builds_noted(ref('int_visits_sourced'))) }}",
    **by_day('started_on')
) }}
{%- set visits = ref('int_visits_sourced') -%}
{%- set since = visits_changed_since(ref('int_web_events_judged'), visits) -%}
with

events as (

    select * from {{ ref('int_events_sessionized') }}
    {%- if is_incremental() %}
    where occurred_on >= date '{{ since }}'
    {%- endif %}

),

visits as (

    select * from {{ visits }}
    {%- if is_incremental() %}
    where started_on >= date '{{ since }}'
    {%- endif %}

),

viewed as (

    select
        visits.visit_date,
        visits.started_on,
        visits.started_at,
        visits.ended_at,
        events.page_group,
        row_number() over in_order as step,
        lag(events.page_group) over in_order as group_before,
        visits.page_views as last_step
    from events
    inner join visits on events.visit_id = visits.visit_id
    where events.event_name = 'page_view'
    window
        in_order as (
            partition by events.visit_id order by events.occurred_at, events.event_id
        )

),

-- The kth move leads to the kth page view; one more leads out.
moves as (

    select
        visit_date,
        started_on,
        started_at,
        ended_at,
        step,
        coalesce(group_before, '(entry)') as from_group,
        page_group as to_group
    from viewed

    union all

    select
        visit_date,
        started_on,
        started_at,
        ended_at,
        step + 1 as step,
        page_group as from_group,
        '(exit)' as to_group
    from viewed
    where step = last_step

),

counted as (

    select
        visit_date,
        cast(step as int) as step,
        from_group,
        to_group,
        count(*) as moves,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        started_on
    from moves
    where step <= 10
    group by visit_date, step, from_group, to_group, started_on

)

select * from counted
