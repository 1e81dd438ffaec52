with

events as (

    select * from {{ ref('int_web_events_judged') }}

),

page_groups as (

    select * from {{ ref('stg_reference__page_groups') }}
    where violation is null

),

paths as (

    select distinct page_path
    from events
    where page_path is not null

),

matched as (

    select
        paths.page_path,
        page_groups.page_group
    from paths
    left join page_groups
        on {{ matches('paths.page_path', 'page_groups.pattern') }}
    qualify
        row_number() over (
            partition by paths.page_path
            order by page_groups.priority, page_groups.page_group
        ) = 1

),

-- A path that no pattern is found in is called by its first segment.
final as (

    select
        page_path,
        coalesce(
            page_group,
            nullif({{ extract_first('page_path', '^/*([^/?#]*)') }}, ''),
            '/'
        ) as page_group
    from matched

)

select * from final
