-- Pages shown to people, with and without consent, repeats counted.
{{ kpi(
    numerator=count_of(
        ref('fct_events'),
        day='event_date',
        only_if="event_name = 'page_view'",
    ),
    segments=['store', 'device', 'country'],
) }}
