{# Every KPI, in the order in which people read them. #}
{% macro kpi_ids() %}
    {{ return([
        'unique_visitors', 'visits', 'page_views', 'new_visitors', 'time_per_visit',
        'page_views_per_visit', 'engagement_rate', 'reference_source_share',
        'conversion_rate', 'not_found_rate', 'page_load_p75', 'site_search_rate',
        'zero_result_search_rate',
        'orders', 'total_sales', 'net_sales', 'average_order_value',
        'average_basket_value', 'units_per_order', 'new_customers',
        'returning_customer_rate', 'return_rate', 'contribution_margin',
        'operating_margin',
        'abandoned_carts', 'cart_abandonment_rate', 'average_cart_value',
        'abandoned_orders', 'checkout_abandonment_rate', 'recovered_orders',
        'ppc_cost', 'ppc_conversions', 'ppc_cost_per_conversion',
        'ppc_attributed_orders', 'ppc_cost_per_purchase', 'ppc_return_on_ad_spend',
        'emails_delivered', 'emails_opened', 'emails_clicked', 'email_open_rate',
        'email_click_rate', 'email_conversion_rate',
        'facebook_likes', 'facebook_comments', 'retweets', 'new_twitter_followers',
        'amazon_rating', 'amazon_positive_feedback_rate', 'amazon_answers',
        'amazon_answer_rate', 'amazon_answer_response_time',
        'amazon_late_answer_rate',
        'cases_opened', 'contact_rate', 'first_reply_time', 'resolution_time',
        'satisfaction', 'first_reply_business_time', 'live_chat_answer_rate', 'open_cases',
    ]) }}
{% endmacro %}


{#
    All KPIs in one table, for some grains, with whether the period is over and whether every
    look-forward window of the KPI (meta `window` of its model) has passed by as_of.
#}
{% macro kpi_union(grains) -%}
with

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

unioned as (
    {% for id in kpi_ids() %}
    select
        '{{ id }}' as kpi,
        *,
        {{ kpi_window(id) }} as window_minutes
    from {{ ref('kpi_' ~ id) }}
    where period_grain in ('{{ grains | join("', '") }}')
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- Few periods, many rows: the first instant after each period is found once.
periods as (

    select
        period_grain,
        period_start,
        {{ day_start('period_end') }} as ends_at
    from (
        select distinct
            period_grain,
            period_start,
            case period_grain
                {%- for grain in grains %}
                when '{{ grain }}'
                    then {{ period_end({'last_7_days': 'week'}.get(grain, grain), 'period_start') }}
                {%- endfor %}
            end as period_end
        from unioned
    ) as ended

),

final as (

    select
        unioned.kpi,
        unioned.period_grain,
        unioned.period_start,
        unioned.segment_by,
        unioned.segment,
        unioned.numerator,
        unioned.denominator,
        unioned.value,
        coalesce(periods.ends_at <= as_of.as_of, false) as is_complete,
        unioned.window_minutes = 0 or coalesce(
            periods.ends_at + unioned.window_minutes * interval 1 minute <= as_of.as_of,
            false
        ) as is_mature
    from unioned
    inner join periods
        on
            unioned.period_grain = periods.period_grain
            and unioned.period_start = periods.period_start
    cross join as_of

)

select * from final
{%- endmacro %}


{# Minutes that a KPI looks forward from a period's end; 0 for most. #}
{% macro kpi_window(id) -%}
    {%- set window = (kpi_meta(id) or {}).get('window') -%}
    {%- if window -%}
        {%- set length = window.length or var(window.option) -%}
        {{ length * {'minute': 1, 'hour': 60, 'day': 1440}[window.unit] }}
    {%- else -%}
        0
    {%- endif -%}
{%- endmacro %}


{# The meta of a KPI's model; none while the project is still being read. #}
{% macro kpi_meta(id) %}
    {% set node = graph.nodes.get('model.' ~ project_name ~ '.kpi_' ~ id) if execute %}
    {{ return(node.config.meta if node) }}
{% endmacro %}
