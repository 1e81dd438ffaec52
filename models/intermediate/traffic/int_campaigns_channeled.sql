with

visits as (

    select * from {{ ref('int_visits_sourced') }}

),

channel_rules as (

    select * from {{ ref('stg_reference__channel_rules') }}
    where violation is null

),

source_categories as (

    select * from {{ ref('int_sources_categorized') }}

),

campaigns as (

    select distinct
        source,
        medium,
        campaign,
        click_id_kind
    from visits

),

described as (

    select
        campaigns.*,
        lower(coalesce(campaigns.source, '')) as source_text,
        lower(coalesce(campaigns.medium, '')) as medium_text,
        lower(coalesce(campaigns.campaign, '')) as campaign_text,
        lower(coalesce(campaigns.click_id_kind, '')) as click_id_text,
        coalesce(source_categories.source_category, '') as source_category
    from campaigns
    left join source_categories
        on lower(campaigns.source) = source_categories.source

),

matched as (

    select
        described.source,
        described.medium,
        described.campaign,
        described.click_id_kind,
        channel_rules.channel
    from described
    left join channel_rules
        on
            coalesce(channel_rules.source_category, described.source_category)
            = described.source_category
            and {{ matches(
                'described.source_text', "coalesce(channel_rules.source_pattern, '')"
            ) }}
            and {{ matches(
                'described.medium_text', "coalesce(channel_rules.medium_pattern, '')"
            ) }}
            and {{ matches(
                'described.campaign_text', "coalesce(channel_rules.campaign_pattern, '')"
            ) }}
            and {{ matches(
                'described.click_id_text', "coalesce(channel_rules.click_id_kind, '')"
            ) }}
    qualify
        row_number() over (
            partition by
                described.source,
                described.medium,
                described.campaign,
                described.click_id_kind
            order by channel_rules.priority nulls last, channel_rules.channel
        ) = 1

)

select
    source,
    medium,
    campaign,
    click_id_kind,
    coalesce(channel, 'Unassigned') as channel
from matched
