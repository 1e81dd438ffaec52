{# What makes a point a signal, by the rules of process behaviour charts. #}

{#
    CTEs that end in `name`: how many points in a row are alike in a column, up to each one, and
    the period with which that began, which is in the column `first`.
#}
{% macro streak(name, rows, column, first) -%}
{%- set series = 'kpi, period_grain, segment_by, segment' -%}
{{ name }}_islands as (

    select
        *,
        row_number() over (partition by {{ series }} order by period_start)
        - row_number() over (
            partition by {{ series }}, {{ column }} order by period_start
        ) as island
    from {{ rows }}

),

{{ name }} as (

    select
        kpi,
        period_grain,
        period_start,
        segment_by,
        segment,
        row_number() over (
            partition by {{ series }}, {{ column }}, island order by period_start
        ) as length,
        min({{ first }}) over (
            partition by {{ series }}, {{ column }}, island
        ) as since
    from {{ name }}_islands

)
{%- endmacro %}


{#
    CTEs that end in `signals`: which rule a point breaks, and since when. One point beyond the
    limits; eight in a row on one side of the mean; six in a row that rise, or fall.
#}
{% macro signals(rows) -%}
{{ streak('out', rows, 'beyond', 'period_start') }},

{{ streak('runs', rows, 'side', 'period_start') }},

{{ streak('trends', rows, 'direction', 'period_before') }},

broken as (

    select
        {{ rows }}.*,
        case when beyond <> 0 then out.since end as out_since,
        case when side <> 0 and runs.length >= 8 then runs.since end as run_since,
        -- Six points are five steps.
        case
            when direction <> 0 and trends.length >= 5 and center_line is not null
                then trends.since
        end as trend_since
    from {{ rows }}
    {%- for streak in ['out', 'runs', 'trends'] %}
    inner join {{ streak }}
        on
            {{ same_series(rows, streak) }}
            and {{ rows }}.period_start = {{ streak }}.period_start
    {%- endfor %}

),

signals as (

    select
        *,
        case
            when out_since is not null then 'beyond_limits'
            when run_since is not null then 'run_of_8'
            when trend_since is not null then 'trend_of_6'
        end as signal,
        least(out_since, run_since, trend_since) as signal_since
    from broken

)
{%- endmacro %}
