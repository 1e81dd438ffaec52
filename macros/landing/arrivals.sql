{#
    Events are read once. What is new is found by file, and what changes by day: every model
    below replaces the days from the first one that something new belongs to.

    A day is the UTC day of a moment: it never goes back, as a local one may when clocks change.
#}

{# The day before all others: that of quarantined rows, which have none. #}
{% macro no_day() %}{{ return('0001-01-01') }}{% endmacro %}

{# The day after all others: nothing has changed since. #}
{% macro no_change() %}{{ return('9999-12-31') }}{% endmacro %}


{#
    What is to be read now of web_events, for the model that judges them (`this`):

    continues   whether the rows that were read before stay; without them all files are read
    files       the files to read, each with its version
    since       the first day whose rows are judged again
    number      of this build of the model
    rebuilt_in  the run of dbt that last read everything

    Rows stay unless a file that was read has changed or gone, an option has changed, or
    campaigns split visits: a visitor's last campaign may lie anywhere in the past. A row
    that came later than lookback_days does not move `since`: it waits for a build from its day
    on (var rebuild_from), or for a full refresh.
#}
{% macro arrivals(landed, options) %}
    {% set now = read_so_far(options) %}
    {% if now.continues %}
        {% do now.update(since=value_of(first_day_changed(landed, now.files))) %}
    {% endif %}
    {{ return(now) }}
{% endmacro %}


{# The same without a look at the rows: `since` is no_day(). #}
{% macro read_so_far(options) %}
    {% set now = {
        'continues': false, 'files': [], 'since': no_day(), 'number': 1,
        'rebuilt_in': invocation_id,
    } %}
    {% if not execute %}{{ return(now) }}{% endif %}
    {% set files = landing_files('web_events') %}
    {% for row in run_query(file_versions(files)) if files %}
        {% do now.files.append((row[0], row[1])) %}
    {% endfor %}
    {% if not is_incremental() %}{{ return(now) }}{% endif %}
    {% set read = run_query(files_read(options)) %}
    {% set known = [] %}
    {% for row in read %}
        {% do known.append((row[0], row[1])) %}
        {% do now.update(number=[now.number, row[2] + 1] | max) %}
    {% endfor %}
    {% if known
        and known | reject('in', now.files) | list | length == 0
        and read.columns[3].values() | min
        and not var('visit_split_campaign')
    %}
        {% do now.update(
            continues=true, files=now.files | reject('in', known) | list,
            rebuilt_in=read.columns[4][0]
        ) %}
    {% endif %}
    {{ return(now) }}
{% endmacro %}


{#
    The files that `this` was made of, with their versions, the last build, whether its options
    are those in force (1, else 0), and the run that read everything.
#}
{% macro files_read(options) -%}
    select
        judged.landed_file,
        judged.landed_version,
        max(judged.built_in) as built_in,
        min(case when judged.options = options.options then 1 else 0 end) as has_options,
        max(judged.rebuilt_in) as rebuilt_in
    from {{ this }} as judged
    cross join {{ options }} as options
    group by judged.landed_file, judged.landed_version
{%- endmacro %}


{#
    The first day that usable rows of new files belong to, or rows of `this` with their keys:
    of repeats another one may count now. As text.
#}
{% macro first_day_changed(landed, files) -%}
    with

    arrived as (

        select
            event_id,
            cast(occurred_at as date) as day
        from {{ landed }}
        where
            {{ is_in_files('landed_file', files) }}
            and {{ joins_in() }}

        union all

        select
            event_id,
            cast(occurred_at as date) as day
        from {{ this }}
        where verdict = 'waiting' and {{ is_taken_in('occurred_at') }}

    ),

    days as (

        select day from arrived

        union all

        select occurred_on as day
        from {{ this }}
        where
            event_id in (select event_id from arrived)
            and violation is null

    )

    select cast(coalesce(min(day), date '{{ no_change() }}') as string) as since
    from days
{%- endmacro %}


{# Whether an event that is read now joins those read before; others wait, or are of no use. #}
{% macro joins_in() -%}
    violation is null
    and (not {{ is_late('occurred_at') }} or {{ is_taken_in('occurred_at') }})
{%- endmacro %}


{# Whether an event is taken in however late it came. #}
{% macro is_taken_in(moment) -%}
    cast({{ moment }} as date) >= date '{{ rebuild_from() }}'
{%- endmacro %}


{# The day that an event is kept under. #}
{% macro day_kept() -%}
    case when violation is null then cast(occurred_at as date) else date '{{ no_day() }}' end
{%- endmacro %}


{# The day from which on rows that came too late are taken in: var rebuild_from, else none. #}
{% macro rebuild_from() -%}
    {{ var('rebuild_from') or no_change() }}
{%- endmacro %}


{# Rows of files with their versions: landed_file, landed_version. #}
{% macro listed_files(files) -%}
    {%- for file, version in files %}
    select
        {{ quoted(file) }} as landed_file,
        {{ quoted(version) }} as landed_version
    {{- ' union all' if not loop.last }}
    {%- else %}
    select
        cast(null as string) as landed_file,
        cast(null as string) as landed_version
    where false
    {%- endfor %}
{%- endmacro %}


{# The columns that a row of a table has before it is judged. #}
{% macro columns_before_verdict(table) -%}
    {%- if not execute %}{{ return('*') }}{% endif %}
    {%- for column in contract(table).columns %}
    {{ column.name }},
    {%- endfor %}
    landed_key,
    violation,
    coerced_columns,
    landed_row,
    landed_file,
    landed_version
{%- endmacro %}


{# What decides how events are told: the SQL, and options, each with its value. #}
{% macro options_of_events() %}
    {% set entries = ['recipe: ' ~ recipe_of_events()] %}
    {% for option in [
        'as_of', 'funnel_ordered', 'store_hosts', 'store_timezone', 'systems',
        'visit_split_campaign', 'visit_split_midnight', 'visit_timeout_minutes',
    ] %}
        {% do entries.append(option ~ ': ' ~ var(option)) %}
    {% endfor %}
    {{ return(entries) }}
{% endmacro %}


{# Whether a file is one of a list of files and versions. #}
{% macro is_in_files(file, files) -%}
    {{ file }} in (
        {%- for name, _ in files %}{{ quoted(name) }}{{ ', ' if not loop.last }}
        {%- else %}''{% endfor -%}
    )
{%- endmacro %}


{# For the pre_hook of judged events: where nothing of them stays, nothing is left behind. #}
{% macro empty_judged_days() %}
    {% set now = read_so_far(ref('int_options_in_force')) %}
    {{ return(empty_days('occurred_on', no_day()) if not now.continues) }}
{% endmacro %}
