-- Half of the cases were solved within this time.
{{ kpi(
    numerator=quantile_of(
        ref('fct_support_cases'),
        'cast(resolution_seconds as double) / 3600',
        0.5,
        day='opened_date',
    ),
    segments=['case_channel'],
) }}
