{#
    The attribution models, and what a touch weighs in each: a touch's credit is its share of
    the weights. Half of a weight is gone after 7 days (time_decay); 0.4 go to the first touch,
    0.4 to the last, the others share the rest (position_based).
#}
{% macro attribution_models() %}
    {{ return({
        'last_touch': 'case when touch_number = touches then 1 else 0 end',
        'last_non_direct': 'case when touch_number = last_non_direct_number then 1 else 0 end',
        'first_touch': 'case when touch_number = 1 then 1 else 0 end',
        'linear': '1',
        'time_decay': 'power(2, -days_before_last / 7)',
        'position_based':
            'case when touch_number in (1, touches) then 0.4'
            ~ ' else 0.2 / cast(touches - 2 as double) end',
    }) }}
{% endmacro %}


{# What a touch weighs: a column for each model (weight_linear, ...). #}
{% macro weights() -%}
    {%- for model, weight in attribution_models().items() %}
    cast({{ weight }} as double) as weight_{{ model }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{# A column for each model, named `name` and the model; in its value @ stands for the model. #}
{% macro in_each_model(name, value) -%}
    {%- for model in attribution_models() %}
    {{ value | replace('@', model) }} as {{ name }}_{{ model }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{# What a touch takes of a whole: its share, and the last touch what the others left. #}
{% macro share_or_rest(share, whole) -%}
    case
        when touch_number = touches
            then {{ whole }} - sum({{ share }}) over (partition by order_id) + {{ share }}
        else {{ share }}
    end
{%- endmacro %}


{# The touches once a model, with columns of each as columns of its rows. #}
{% macro by_model(touches, names) -%}
    {%- for model in attribution_models() %}
    select
        *,
        {%- for name in names %}
        {{ name }}_{{ model }} as {{ name }},
        {%- endfor %}
        '{{ model }}' as model
    from {{ touches }}
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}


{# A campaign, however visits and ad platforms spell it. #}
{% macro campaign_key(campaign) -%}
    lower(trim({{ campaign }}))
{%- endmacro %}


{#
    CTEs that end in `final`: what each model credits a `segment` (channel or campaign) with,
    by period, beside what was spent on it. Cost knows no model and stands under each;
    `unvisited` says where that of a campaign without a visit does. Reads the CTEs credits
    (with the segment), ad_performance and campaigns.

    One row per period_grain, period_start, model and segment that has anything to tell.
#}
{% macro attribution_by(segment, unvisited) -%}
grains as (

    {{ kpi_grains(['day', 'week', 'month', 'quarter', 'year']) }}

),

models as (

    {{ listed(attribution_models(), 'model') }}

),

-- A campaign is joined by its id, else by its name, to what visits call it.
costs as (

    select
        ad_performance.ad_date,
        coalesce(by_id.{{ segment }}, by_name.{{ segment }}, {{ unvisited }})
            as {{ segment }},
        ad_performance.cost
    from ad_performance
    left join campaigns as by_id
        on {{ campaign_key('ad_performance.campaign_id') }} = by_id.campaign
    left join campaigns as by_name
        on {{ campaign_key('ad_performance.campaign_name') }} = by_name.campaign

),

days as (

    select
        placed_date as told_date,
        model,
        {{ segment }},
        sum(credit) as orders,
        sum(attributed_net_order_value) as attributed_net_order_value,
        0 as cost
    from credits
    group by placed_date, model, {{ segment }}

    union all

    select
        costs.ad_date as told_date,
        models.model,
        costs.{{ segment }},
        0 as orders,
        0 as attributed_net_order_value,
        sum(costs.cost) as cost
    from costs
    cross join models
    group by costs.ad_date, models.model, costs.{{ segment }}

),

summed as (

    select
        grains.period_grain,
        {{ by_grain('period_start', 'days.told_date') }} as period_start,
        days.model,
        days.{{ segment }},
        cast(sum(days.orders) as double) as orders,
        cast(sum(days.attributed_net_order_value) as decimal(18, 4))
            as attributed_net_order_value,
        cast(sum(days.cost) as decimal(18, 4)) as cost
    from days
    cross join grains
    group by grains.period_grain, period_start, days.model, days.{{ segment }}

),

final as (

    select
        period_grain,
        period_start,
        model,
        {{ segment }},
        orders,
        attributed_net_order_value,
        cost,
        cast(attributed_net_order_value as double) / nullif(cast(cost as double), 0)
            as return_on_ad_spend
    from summed
    where orders <> 0 or attributed_net_order_value <> 0 or cost <> 0

)
{%- endmacro %}
