-- Grouping sets are not in the linter's DuckDB dialect.
-- sqlfluff:dialect:sparksql
with

visits as (

    select * from {{ ref('fct_visits') }}

),

page_views as (

    select * from {{ ref('fct_events') }}
    where event_name = 'page_view'

),

-- Visits with the group of their first page view, NULL without one.
landed as (

    select
        visits.visit_date,
        visits.is_engaged,
        visits.is_converted,
        page_views.page_group
    from visits
    left join page_views on visits.visit_id = page_views.visit_id
    qualify
        row_number() over (
            partition by visits.visit_id
            order by page_views.occurred_at, page_views.event_id
        ) = 1

),

{{ framed(
    measures={
        'visits': count_of('landed', day='visit_date'),
        'engaged_visits': count_of('landed', day='visit_date', only_if='is_engaged'),
        'converted_visits': count_of('landed', day='visit_date', only_if='is_converted'),
    },
    segments=['page_group'],
) }},

final as (

    select
        period_grain,
        period_start,
        segment as page_group,
        cast(visits as bigint) as visits,
        cast(engaged_visits as bigint) as engaged_visits,
        cast(converted_visits as bigint) as converted_visits
    from framed
    where segment_by = 'page_group'

)

select * from final
