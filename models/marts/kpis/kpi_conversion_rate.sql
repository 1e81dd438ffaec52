-- Visits with an order. Several orders in a visit are one conversion.
{{ kpi(
    numerator=count_of(
        ref('fct_visits'),
        day='visit_date',
        only_if='is_converted',
    ),
    denominator=count_of(ref('fct_visits'), day='visit_date'),
    segments=[
        'store', 'channel', 'device', 'country', 'visitor_type',
        'region', 'gender', 'age_group',
    ],
    needs=[ref('fct_visits'), ref('fct_orders')],
) }}
