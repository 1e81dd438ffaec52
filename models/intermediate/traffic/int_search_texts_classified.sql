with

organic_queries as (

    select * from {{ ref('int_organic_queries_kept') }}

),

ad_performance as (

    select * from {{ ref('int_ad_performance_judged') }}

),

-- A blank term would be found in every text.
brand_terms as (

    select lower(trim(term)) as term
    from {{ ref('stg_reference__brand_terms') }}
    where
        violation is null
        and trim(term) <> ''

),

texts as (

    select lower(query) as text
    from organic_queries

    union all

    select lower(keyword) as text
    from ad_performance

)

select
    texts.text,
    case
        when trim(texts.text) = '' then 'unknown'
        when count(brand_terms.term) > 0 then 'branded'
        else 'non_branded'
    end as intent
from texts
left join brand_terms on contains(texts.text, brand_terms.term)
where texts.text is not null
group by texts.text
