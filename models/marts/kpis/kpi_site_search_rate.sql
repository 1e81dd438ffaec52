-- Visits that used the search of the site.
{{ kpi(
    numerator=count_of(
        ref('fct_visits'),
        day='visit_date',
        only_if='searches > 0',
    ),
    denominator=count_of(ref('fct_visits'), day='visit_date'),
    segments=['store', 'channel', 'device', 'country', 'visitor_type'],
) }}
