{#
    Who they are: gender and age group of the person a row names (person_id). No mart has a
    birth date, and no KPI tells of a few people: both are seen to here.
#}

{# Segments that the rows themselves have, without those of their person. #}
{% macro segments_of_rows(segments) %}
    {{ return(segments | reject('in', ['gender', 'age_group']) | list) }}
{% endmacro %}


{#
    CTEs that end in `audience`: the rows in each period with gender and age group (by_gender,
    by_age_group). A group of fewer than audience_min_people people in a period is told with
    all others like it, as `suppressed`; `unknown` tells of nobody and stays. People are counted
    over all rows, before a measure's own condition. Written once a KPI: its measures are of one
    group of rows.
#}
{% macro audience(rows) -%}
people as (

    select * from {{ ref('int_people') }}

),

described as (

    select
        {{ rows }}.*,
        grains.period_grain,
        {{ by_grain('period_start', 'kpi_day') }} as period_start,
        {{ by_grain('period_end', 'period_start') }} as period_end,
        coalesce(people.gender, 'unknown') as gender,
        {{ age_group('people.birth_date', 'period_end') }} as age_group
    from {{ rows }}
    cross join grains
    left join people on {{ rows }}.person_id = people.customer_id

),
{%- for segment in ['gender', 'age_group'] %}

small_{{ segment }}s as (

    select
        period_grain,
        period_start,
        {{ segment }}
    from described
    where {{ segment }} <> 'unknown'
    group by period_grain, period_start, {{ segment }}
    having count(distinct person_id) < {{ var('audience_min_people') }}

),
{%- endfor %}

audience as (

    select
        described.*
        {%- for segment in ['gender', 'age_group'] %},
        case
            when small_{{ segment }}s.{{ segment }} is null then described.{{ segment }}
            else 'suppressed'
        end as by_{{ segment }}
        {%- endfor %}
    from described
    {%- for segment in ['gender', 'age_group'] %}
    left join small_{{ segment }}s
        on
            described.period_grain = small_{{ segment }}s.period_grain
            and described.period_start = small_{{ segment }}s.period_start
            and described.{{ segment }} = small_{{ segment }}s.{{ segment }}
    {%- endfor %}

)
{%- endmacro %}


{#
    Full years from birth to a day, in groups. Who was born on 29 February has a birthday on
    1 March in other years: both engines go back from 28 February to the 28th.
#}
{% macro age_group(birth_date, day) -%}
    case
        {%- for years, group in [
            (65, '65+'), (55, '55-64'), (45, '45-54'), (35, '35-44'), (25, '25-34'),
            (18, '18-24'),
        ] %}
        when {{ birth_date }} <= {{ day }} - interval {{ years }} year then '{{ group }}'
        {%- endfor %}
        when {{ birth_date }} <= {{ day }} then 'under 18'
        else 'unknown'
    end
{%- endmacro %}
