{#
    What a process behaviour chart holds a point against: the points of its series before it, as
    many as its baseline is long. The first ones, which have fewer before them, are held against
    each other: all of them up to that length. So limits never follow what they judge, nor what
    comes after, and what was told of a day stays told.
#}

{#
    For each grain how many points make a baseline, how many of each weekday, and how few will
    do: half a year, two years of months; and never fewer than eight, of each weekday for days.
#}
{% macro baselines() -%}
    {%- for grain, length, of_weekday, least in [
        ('day', 182, 26, 56), ('week', 26, 26, 8), ('last_7_days', 26, 26, 8),
        ('month', 24, 24, 8),
    ] %}
    select
        '{{ grain }}' as period_grain,
        {{ length }} as baseline_length,
        {{ of_weekday }} as weekday_length,
        {{ least }} as least_points
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{#
    CTEs that end in `name`: the rows with `<name>_points` and the sum of a column over them,
    `<name>_sum`. The column is a decimal: sums of doubles would differ by the engine's order.

    rows      a relation with kpi, period_grain, period_start, segment_by and segment
    value     the column; NULL does not count
    by        further columns that divide a series
    length    how many rows a baseline has
    skip      rows at its beginning that do not count: a range reaches out of it by one
#}
{% macro baseline(name, rows, value, length, by=[], skip=0) -%}
{%- set series = ['kpi', 'period_grain', 'segment_by', 'segment'] + by -%}
{%- set partition = 'partition by ' ~ series | join(', ') -%}
{{ name }}_numbered as (

    select
        *,
        row_number() over (
            {{ partition }} order by period_start
        ) as place,
        sum({{ value }}) over (
            {{ partition }} order by period_start
            rows between unbounded preceding and current row
        ) as running_sum,
        count({{ value }}) over (
            {{ partition }} order by period_start
            rows between unbounded preceding and current row
        ) as running_points,
        least({{ length }}, count(*) over ({{ partition }})) as first_places
    from {{ rows }}

),

{{ name }} as (

    select
        judged.*,
        upto.running_points - coalesce(start.running_points, 0)
            as {{ name }}_points,
        upto.running_sum - coalesce(start.running_sum, 0)
            as {{ name }}_sum
    from {{ name }}_numbered as judged
    inner join {{ name }}_numbered as upto
        on
            {{ same_series('judged', 'upto', series) }}
            and upto.place = greatest(judged.place - 1, judged.first_places)
    left join {{ name }}_numbered as start
        on
            {{ same_series('judged', 'start', series) }}
            and start.place
            = greatest(judged.place - 1, judged.first_places)
            - judged.{{ length }}{{ ' + ' ~ skip if skip }}

)
{%- endmacro %}


{% macro same_series(
    one, other, series=['kpi', 'period_grain', 'segment_by', 'segment']
) -%}
    {%- for column in series -%}
    {{ one }}.{{ column }} = {{ other }}.{{ column }}{{ ' and ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
