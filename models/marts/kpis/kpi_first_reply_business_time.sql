-- Half of the cases had a first reply of a person within this time of working hours.
{{ kpi(
    numerator=quantile_of(
        ref('fct_support_cases'),
        'cast(first_reply_business_seconds as double) / 60',
        0.5,
        day='opened_date',
    ),
    segments=['case_channel'],
) }}
