-- Of the delivered messages, not the opened ones, those that a person clicked.
{{ kpi(
    numerator=count_of(
        ref('fct_email_messages'),
        day='delivered_date',
        only_if='is_clicked',
    ),
    denominator=count_of(ref('fct_email_messages'), day='delivered_date'),
    segments=['campaign'],
) }}
