with

visits as (

    select * from {{ ref('int_visits_sourced') }}

),

source_categories as (

    select
        lower(source) as known_source,
        min(category) as category
    from {{ ref('stg_reference__source_categories') }}
    where violation is null
    group by lower(source)

),

sources as (

    select distinct lower(source) as source
    from visits
    where source is not null

),

-- google.co.uk is google: a listed name without a dot stands for the sites of that name.
named as (

    select
        source,
        {{ extract_first(
            'source',
            '^(?:(?:www|m|search|[a-z]{1,3}[.]search)[.])?([a-z0-9-]+)'
            ~ '[.](?:com|org|net|[a-z]{2}|co[.][a-z]{2}|com[.][a-z]{2})$',
        ) }} as site_name
    from sources

)

select
    named.source,
    source_categories.category as source_category
from named
inner join source_categories
    on
        named.source = source_categories.known_source
        -- A host counts with its subdomains.
        or named.source like concat('%.', source_categories.known_source)
        or named.site_name = source_categories.known_source
-- The closest entry decides: the source itself, then the longest host that holds it.
qualify
    row_number() over (
        partition by named.source
        order by
            length(source_categories.known_source) desc,
            source_categories.known_source
    ) = 1
