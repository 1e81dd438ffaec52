{{ config(pre_hook="{{ empty_judged_days() }}", **by_day('occurred_on')) }}
{%- set options = ref('int_options_in_force') -%}
{%- set now = arrivals(ref('stg_landing__web_events'), options) -%}
with

landed as (

    {{ all_systems('web_events') }}

),

options as (

    select * from {{ options }}

),

files as (

    {{ listed_files(now.files) }}

),

arrived as (

    select
        landed.*,
        files.landed_version
    from landed
    left join files on landed.landed_file = files.landed_file
    {%- if now.continues %}
    where {{ is_in_files('landed.landed_file', now.files) }}
    {%- endif %}

),

{%- if now.continues %}

-- Rows read before that are judged again beside the new ones.
known as (

    select
        {{ columns_before_verdict('web_events') }},
        {{ is_late('occurred_at') }} as came_late
    from arrived

    union all

    select
        {{ columns_before_verdict('web_events') }},
        verdict = 'waiting' as came_late
    from {{ this }}
    where
        occurred_on >= date '{{ now.since }}'
        or occurred_on = date '{{ no_day() }}'

),

placed as (

    select
        *,
        came_late
        and violation is null
        and cast(occurred_at as date) < date '{{ rebuild_from() }}' as waits
    from known

),
{%- else %}

placed as (

    select
        *,
        false as waits
    from arrived

),
{%- endif %}

judged as (

    select
        *,
        {{ verdict('web_events', waits='waits') }}
    from placed

)

select
    {{ columns_before_verdict('web_events') }},
    quarantine_reason,
    verdict,
    case
        when verdict in ('accepted', 'duplicate') then cast(occurred_at as date)
        else date '{{ no_day() }}'
    end as occurred_on,
    {{ now.number }} as built_in,
    '{{ now.rebuilt_in }}' as rebuilt_in,
    options.options
from judged
cross join options
