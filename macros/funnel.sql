{# One step of the visit funnel: how many visits reached it, and how many the step before. #}
{% macro funnel_step(number, step, visits, visits_before) -%}
    select
        period_grain,
        period_start,
        segment_by,
        segment,
        {{ number }} as step_number,
        '{{ step }}' as step,
        {{ visits }} as visits,
        visits as all_visits,
        {{ visits_before or 'cast(null as double)' }} as visits_before
    from framed
{%- endmacro %}


{# Whether a moment is not before that of the funnel's step before (var funnel_ordered). #}
{% macro follows(moment, step_before) -%}
    {{ moment ~ ' >= ' ~ step_before if var('funnel_ordered') else 'true' }}
{%- endmacro %}


{#
    CTEs that end in `stepped`: when visits reached the steps that their own events tell of. A
    step counts from the first moment at or after the step before it was reached. One row per
    visit_id with such an event.
#}
{% macro steps_reached(events) -%}
viewed as (

    select
        visit_id,
        event_name,
        occurred_at,
        min(case when event_name = 'view_item' then occurred_at end)
            over (partition by visit_id) as product_view_at
    from {{ events }}
    where event_name in ('view_item', 'add_to_cart', 'begin_checkout')

),

carted as (

    select
        *,
        min(
            case
                when event_name = 'add_to_cart'
                    and {{ follows('occurred_at', 'product_view_at') }}
                then occurred_at
            end
        ) over (partition by visit_id) as cart_at
    from viewed

),

stepped as (

    select
        visit_id,
        min(product_view_at) as product_view_at,
        min(cart_at) as cart_at,
        min(
            case
                when event_name = 'begin_checkout' and {{ follows('occurred_at', 'cart_at') }}
                then occurred_at
            end
        ) as checkout_at
    from carted
    group by visit_id

)
{%- endmacro %}
