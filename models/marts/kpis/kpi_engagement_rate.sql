-- Visits of 10 seconds, or 2 page views, or with an order.
{{ kpi(
    numerator=count_of(
        ref('fct_visits'),
        day='visit_date',
        only_if='is_engaged',
    ),
    denominator=count_of(ref('fct_visits'), day='visit_date'),
    segments=['store', 'channel', 'device', 'country', 'visitor_type'],
) }}
