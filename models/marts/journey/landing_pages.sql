-- Grouping sets are not in the linter's DuckDB dialect.
-- sqlfluff:dialect:sparksql
with

{{ framed(
    measures={
        'visits': count_of(ref('fct_visits'), day='visit_date'),
        'engaged_visits':
            count_of(ref('fct_visits'), day='visit_date', only_if='is_engaged'),
        'converted_visits':
            count_of(ref('fct_visits'), day='visit_date', only_if='is_converted'),
    },
    segments=['landing_page_group'],
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
    where segment_by = 'landing_page_group'

)

select * from final
