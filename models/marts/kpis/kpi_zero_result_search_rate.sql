-- Searches that found nothing, of those whose result is known.
{{ kpi(
    numerator=count_of(
        ref('fct_events'),
        day='event_date',
        only_if="event_name = 'search' and search_results = 0",
    ),
    denominator=count_of(
        ref('fct_events'),
        day='event_date',
        only_if="event_name = 'search' and search_results is not null",
    ),
    segments=['device'],
) }}
