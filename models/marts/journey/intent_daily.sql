with

organic_queries as (

    select * from {{ ref('int_organic_queries_kept') }}

),

ad_performance as (

    select * from {{ ref('fct_ad_performance') }}

),

search_texts as (

    select * from {{ ref('int_search_texts_classified') }}

),

visits as (

    select * from {{ ref('fct_visits') }}
    where channel = 'Organic Search'

),

searched as (

    select
        query_date as date,
        'organic' as medium,
        query as text,
        clicks,
        impressions,
        0 as cost
    from organic_queries

    union all

    select
        ad_date as date,
        'paid' as medium,
        keyword as text,
        clicks,
        impressions,
        cost
    from ad_performance

),

-- An ad without a keyword has no text, and no intent.
intended as (

    select
        searched.date,
        searched.medium,
        search_texts.intent,
        searched.clicks,
        searched.impressions,
        searched.cost
    from searched
    inner join search_texts on lower(searched.text) = search_texts.text

),

organic_days as (

    select
        visit_date as date,
        1 as visits
    from visits

    union all

    select
        date,
        -clicks as visits
    from intended
    where medium = 'organic'

),

-- Visits from unpaid search that no query explains.
unexplained as (

    select
        date,
        'organic' as medium,
        'unknown' as intent,
        sum(visits) as clicks,
        0 as impressions,
        0 as cost
    from organic_days
    group by date
    having sum(visits) > 0

),

together as (

    select * from intended

    union all

    select * from unexplained

),

final as (

    select
        date,
        medium,
        intent,
        cast(coalesce(sum(clicks), 0) as decimal(18, 4)) as clicks,
        cast(coalesce(sum(impressions), 0) as decimal(18, 4)) as impressions,
        cast(sum(cost) as decimal(18, 4)) as cost
    from together
    group by date, medium, intent

)

select * from final
