{# Periods in which the shares of a KPI do not sum to 1. #}
{% test shares_sum_to_one(model, kpi) %}
select
    period_grain,
    period_start,
    sum(value) as shares
from {{ model }}
where kpi = '{{ kpi }}'
group by period_grain, period_start
having abs(sum(value) - 1) > 0.000000001
{% endtest %}
