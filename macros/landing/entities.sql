{# The tables of the landing contract, in its order. A test holds the list to the sources. #}
{% macro entities() %}
    {{ return([
        'web_events', 'carts', 'orders', 'order_lines', 'refunds', 'customers', 'products',
        'operating_expenses', 'ad_performance', 'email_campaigns', 'email_events',
        'social_posts', 'social_accounts', 'marketplace_feedback',
        'marketplace_questions', 'marketplace_answers', 'support_cases',
        'organic_queries', 'experiments', 'experiment_assignments',
        'vendor_reported',
    ]) }}
{% endmacro %}


{# The reference tables, which a landing folder may replace. #}
{% macro reference_tables() %}
    {{ return([
        'exchange_rates', 'channel_rules', 'source_categories', 'bot_patterns', 'click_ids',
        'page_groups', 'brand_terms', 'business_hours', 'holidays', 'rfm_segments',
        'kpi_targets',
    ]) }}
{% endmacro %}


{# Rows that could not be used: entity, key, reason, row_json. #}
{% macro quarantined_rows() -%}
    {%- for entity in entities() %}
    select
        '{{ entity }}' as entity,
        landed_key as key,
        quarantine_reason as reason,
        landed_row as row_json
    from {{ ref('int_' ~ entity ~ '_judged') }}
    where verdict = 'quarantined'

    union all
    {% endfor %}
    {%- for table in reference_tables() %}
    select
        '{{ table }}' as entity,
        landed_key as key,
        violation as reason,
        landed_row as row_json
    from {{ ref('stg_reference__' ~ table) }}
    where violation is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
{%- endmacro %}


{# How many rows of each entity have which verdict, reason and coerced columns. #}
{% macro verdict_counts() -%}
    {%- for entity in entities() %}
    select
        '{{ entity }}' as entity,
        verdict,
        quarantine_reason,
        coerced_columns,
        count(*) as row_count
    from {{ ref('int_' ~ entity ~ '_judged') }}
    group by verdict, quarantine_reason, coerced_columns
    {% if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
{%- endmacro %}
