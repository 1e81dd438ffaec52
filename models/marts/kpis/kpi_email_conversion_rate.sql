-- Of the delivered messages, those whose click led to an order.
{{ kpi(
    numerator=count_of(
        ref('fct_email_messages'),
        day='delivered_date',
        only_if='is_converted',
    ),
    denominator=count_of(ref('fct_email_messages'), day='delivered_date'),
    segments=['campaign'],
    needs=[ref('fct_email_messages'), ref('fct_orders')],
) }}
