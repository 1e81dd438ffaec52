-- The load time that three of four page views stay within.
{{ kpi(
    numerator=quantile_of(
        ref('fct_events'),
        'page_load_ms',
        0.75,
        day='event_date',
        only_if="event_name = 'page_view'",
    ),
    segments=['device'],
) }}
