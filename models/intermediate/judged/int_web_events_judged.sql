{{ config(
    pre_hook="{{ empty_judged_days() }}",
    post_hook="{{ note_builds(builds_of(this)) }}",
    **by_day('occurred_on')
) }}
{%- set options = ref('int_options_in_force') -%}
{%- set now = arrivals(ref('stg_landing__web_events'), options) -%}
with

landed as {{ in_place() }} (

    {{ all_systems('web_events') }}

),

options as (

    select * from {{ options }}

),

files as (

    {{ listed_files(now.files) }}

),

arrived as {{ in_place() }} (

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

-- Rows read before, of the days that are written again. No day ever loses a row.
known as (

    select * from {{ this }}
    where
        occurred_on >= date '{{ now.since }}'
        or occurred_on in (select {{ day_kept() }} from arrived)

),

-- Keys of which another row may count now.
keys as (

    select event_id
    from arrived
    where {{ joins_in() }}

    union

    select event_id
    from known
    where verdict = 'waiting' and {{ is_taken_in('occurred_at') }}

),

compared as (

    select
        known.*,
        keys.event_id is not null as is_judged_again
    from known
    left join keys on known.event_id = keys.event_id

),

placed as {{ in_place() }} (

    select
        {{ columns_before_verdict('web_events') }},
        not ({{ joins_in() }}) and violation is null as waits
    from arrived

    union all

    select
        {{ columns_before_verdict('web_events') }},
        verdict = 'waiting' and not {{ is_taken_in('occurred_at') }} as waits
    from compared
    where is_judged_again

),
{%- else %}

placed as {{ in_place() }} (

    select
        *,
        false as waits
    from arrived

),
{%- endif %}

repeated as (

    select event_id
    from placed
    where violation is null
    group by event_id
    having count(*) > 1

),

counted as {{ in_place() }} (

    select
        placed.*,
        placed.violation is null and repeated.event_id is null as came_once
    from placed
    left join repeated on placed.event_id = repeated.event_id

),

-- What came once is judged at once: to put all events in order would be most of the work.
judged as (

    select
        *,
        cast(null as string) as quarantine_reason,
        case when waits then 'waiting' else 'accepted' end as verdict
    from counted
    where came_once

    union all

    select
        *,
        {{ verdict('web_events', waits='waits') }}
    from counted
    where not came_once

)

select
    {{ columns_before_verdict('web_events') }},
    quarantine_reason,
    verdict,
    {{ day_kept() }} as occurred_on,
    {{ now.number }} as built_in,
    '{{ now.rebuilt_in }}' as rebuilt_in,
    (select options.options from options) as options
from judged
{%- if now.continues %}

union all

select
    {{ columns_before_verdict('web_events') }},
    quarantine_reason,
    verdict,
    occurred_on,
    built_in,
    rebuilt_in,
    options
from compared
where not is_judged_again
{%- endif %}
