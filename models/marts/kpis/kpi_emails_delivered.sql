-- Messages that arrived and never bounced.
{{ kpi(
    numerator=count_of(ref('fct_email_messages'), day='delivered_date'),
    segments=['campaign'],
) }}
