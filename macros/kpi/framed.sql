{#
    CTEs that end in `framed`: measures (by name) for every period and segment. `all` has a row
    for every period from the first day of the measures' rows to the last, with 0 (a quantile:
    NULL) where nothing happened; a segment has one where it has rows. Values are doubles.

    One row per period_grain, period_start, segment_by and segment.
#}
{% macro framed(
    measures,
    segments,
    grains=['day', 'week', 'month', 'quarter', 'year'],
    needs=[]
) %}
{%- set groups = kpi_groups(measures) -%}
{%- set of_rows = segments_of_rows(segments) -%}
{%- set of_people = segments | reject('in', of_rows) | list -%}
grains as (

    {{ kpi_grains(grains) }}

),
{%- for group in groups %}

rows_{{ loop.index }} as (

    {{ kpi_rows(group, of_rows) }}

),

{{ cells_of_group(group, loop.index, of_rows, measures) }}
{%- if of_people %}

rows_of_people as (

    {{ firsts_by_person(group) if group.way == 'by_first'
        else kpi_rows(group, [], people=true) }}

),

{{ audience('rows_of_people') }},

cells_of_people as (

    {{ cells_of_periods(
        group, 'audience', of_people, measures, has_all=false
    ) }}

),
{%- endif %}
{%- endfor %}

cells as (
    {% for group in groups %}
    select * from cells_{{ loop.index }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {%- if of_people %}

    union all

    select * from cells_of_people
    {%- endif %}

),

-- A cell comes from one group, so there is nothing to add up but NULLs.
merged as (

    select
        period_grain,
        period_start,
        segment_by,
        segment
        {%- for name in measures %},
        sum({{ name }}) as {{ name }}
        {%- endfor %}
    from cells
    group by period_grain, period_start, segment_by, segment

),

bounds as (

    select
        min(kpi_day) as first_day,
        max(kpi_day) as last_day
    from (
        {%- for group in groups %}
        select kpi_day from rows_{{ loop.index }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as days

),

periods as (

    {{ kpi_periods(needs) }}

),

segments as (

    select
        period_grain,
        period_start,
        'all' as segment_by,
        'all' as segment
    from periods

    union all

    select
        merged.period_grain,
        merged.period_start,
        merged.segment_by,
        merged.segment
    from merged
    inner join periods
        on
            merged.period_grain = periods.period_grain
            and merged.period_start = periods.period_start
    where merged.segment_by <> 'all'

),

framed as (

    select
        segments.*
        {%- for name, measure in measures.items() %},
        {{ 'merged.' ~ name if measure.kind == 'quantile'
            else 'coalesce(merged.' ~ name ~ ', 0)' }} as {{ name }}
        {%- endfor %}
    from segments
    left join merged
        on
            segments.period_grain = merged.period_grain
            and segments.period_start = merged.period_start
            and segments.segment_by = merged.segment_by
            and segments.segment = merged.segment

)
{%- endmacro %}
