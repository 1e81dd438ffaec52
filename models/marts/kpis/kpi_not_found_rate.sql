-- Page views that met a missing page.
{{ kpi(
    numerator=count_of(
        ref('fct_events'),
        day='event_date',
        only_if="event_name = 'page_view' and http_status = 404",
    ),
    denominator=count_of(
        ref('fct_events'),
        day='event_date',
        only_if="event_name = 'page_view'",
    ),
    segments=['store', 'device'],
) }}
