-- Of the delivered messages, those that a person opened.
{{ kpi(
    numerator=count_of(
        ref('fct_email_messages'),
        day='delivered_date',
        only_if='is_opened',
    ),
    denominator=count_of(ref('fct_email_messages'), day='delivered_date'),
    segments=['campaign'],
) }}
