{#
    From which day on a table that is kept by day is to be made again: each looks up to which build
    of the judged events it was made, and what was judged since.
#}

{#
    The first day of `this` that is to be made again, because `events` (judged) were judged
    again from there on since `this` was made; no_change() where none were, no_day() where all
    were. As text.
#}
{% macro changed_since(events) %}
    {% if not execute or not is_incremental() %}{{ return(no_day()) }}{% endif %}
    {% set mine = builds_noted(this).split(' ') %}
    {% set theirs = builds_of(events).split(' ') %}
    {% if mine[0] != theirs[0] %}{{ return(no_day()) }}{% endif %}
    {{ return(value_of(first_day_after(events, mine[1]))) }}
{% endmacro %}


{# The first day of events that were judged after a build of them. As text. #}
{% macro first_day_after(events, build) -%}
    select cast(coalesce(min(occurred_on), date '{{ no_change() }}') as string) as since
    from {{ events }}
    where
        built_in > {{ build }}
        and verdict in ('accepted', 'duplicate')
{%- endmacro %}


{# When judged events were last all read, and their last build: a note for what is made of them. #}
{% macro builds_of(events) %}
    {% if not execute %}{{ return('') }}{% endif %}
    {{ return(value_of(
        "select concat(coalesce(max(rebuilt_in), 'never'), ' ', coalesce(max(built_in), 0))"
        ~ " as builds from " ~ events
    )) }}
{% endmacro %}


{# The builds of judged events that a table kept by day knows, as it notes them. #}
{% macro builds_noted(relation) %}
    {{ return(note_on(relation).split(' ')[1:] | join(' ')) }}
{% endmacro %}


{#
    For the post_hook of a table that is kept by day: the run that made it first, then the builds
    of judged events that it knows.
#}
{% macro note_builds(builds) %}
    {% set made_in = note_on(this).split(' ')[0] if is_incremental() %}
    {{ return(note((made_in or invocation_id) ~ ' ' ~ builds)) }}
{% endmacro %}


{#
    The first day of visits (`this`) that is to be made again: that of the first visit that any
    changed day may belong to. It may have begun before, and what comes within the timeout of
    its last event makes it longer. `visits` are all of them, where `this` tells of some.
#}
{% macro visits_changed_since(events, visits=none) %}
    {% set since = changed_since(events) %}
    {% if not execute or not is_incremental() %}{{ return(since) }}{% endif %}
    {{ return(value_of(first_visit_day(since, [this, visits] if visits else [this]))) }}
{% endmacro %}


{# The query for it. #}
{% macro first_visit_day(since, tables) -%}
    select cast(least(date '{{ since }}', min(day)) as string) as since
    from (
        {%- for table in tables %}
        select min(cast(started_at as date)) as day
        from {{ table }}
        where ended_at >= {{ reaches_into(since) }}
        {{- ' union all' if not loop.last }}
        {%- endfor %}
    ) as days
{%- endmacro %}


{#
    The first date of the store's time zone on which one of those visits may begin: the day
    before theirs. No zone is a day from UTC.
#}
{% macro dates_changed_since(events) %}
    {% set since = visits_changed_since(events) %}
    {% if since == no_day() %}{{ return(since) }}{% endif %}
    {{ return(value_of("select cast(date '" ~ since ~ "' - 1 as string) as since")) }}
{% endmacro %}
