with

searches as (

    select * from {{ ref('fct_events') }}
    where event_name = 'search'

),

visits as (

    select * from {{ ref('fct_visits') }}

),

searched as (

    select
        {{ period_start('month', 'searches.event_date') }} as month,
        coalesce(searches.search_term, 'unknown') as term,
        searches.search_results,
        visits.visit_id,
        visits.is_converted
    from searches
    left join visits on searches.visit_id = visits.visit_id

),

final as (

    select
        month,
        term as search_term,
        count(*) as searches,
        count(distinct visit_id) as visits,
        count(*) filter (where search_results = 0) as zero_result_searches,
        count(distinct case when is_converted then visit_id end) as converted_visits
    from searched
    group by month, term

)

select * from final
