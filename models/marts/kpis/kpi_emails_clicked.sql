-- Messages that a person clicked, each once.
{{ kpi(
    numerator=count_of(
        ref('fct_email_messages'),
        day='delivered_date',
        only_if='is_clicked',
    ),
    segments=['campaign'],
) }}
