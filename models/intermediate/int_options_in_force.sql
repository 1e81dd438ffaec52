with

bot_patterns as (

    select * from {{ ref('stg_reference__bot_patterns') }}

),

click_ids as (

    select * from {{ ref('stg_reference__click_ids') }}

),

page_groups as (

    select * from {{ ref('stg_reference__page_groups') }}

),

entries as (

    {{ listed(options_of_events(), 'entry') }}

    union all

    select {{ row_as_json(['pattern']) }} as entry
    from bot_patterns

    union all

    select {{ row_as_json(['click_id_kind', 'source', 'medium']) }} as entry
    from click_ids

    union all

    select {{ row_as_json(['priority', 'pattern', 'page_group']) }} as entry
    from page_groups

)

select {{ sha256_hex(joined('entry')) }} as options
from entries
