-- From the first to the last event; a visit of one event took 0 s and counts.
{{ kpi(
    numerator=sum_of(ref('fct_visits'), 'duration_seconds', day='visit_date'),
    denominator=count_of(ref('fct_visits'), day='visit_date'),
    segments=['store', 'channel', 'device', 'country', 'visitor_type'],
) }}
