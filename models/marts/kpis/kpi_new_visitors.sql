-- Visits that are the first their visitor ever made.
{{ kpi(
    numerator=count_of(
        ref('fct_visits'),
        day='visit_date',
        only_if="visitor_type = 'new'",
    ),
    segments=['store', 'channel', 'device', 'country', 'visitor_type'],
) }}
