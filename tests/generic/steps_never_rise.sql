{#
    Steps that more visits reached than the step before, of a funnel whose steps are ordered;
    with funnel_ordered: false each step stands alone, and just the visits bound it.
#}
{% test steps_never_rise(model) %}
select
    later.period_grain,
    later.period_start,
    later.segment_by,
    later.segment,
    later.step,
    later.visits,
    earlier.visits as visits_before
from {{ model }} as later
inner join {{ model }} as earlier
    on
        later.period_grain = earlier.period_grain
        and later.period_start = earlier.period_start
        and later.segment_by = earlier.segment_by
        and later.segment = earlier.segment
        and earlier.step_number
        = {{ 'later.step_number - 1' if var('funnel_ordered') else '1' }}
where later.visits > earlier.visits
{% endtest %}
