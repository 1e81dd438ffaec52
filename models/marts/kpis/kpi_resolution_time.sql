-- Half of the cases were solved within this time.
{{ kpi(
    numerator=quantile_of(
        ref('fct_support_cases'),
        'resolution_seconds / 3600.0',
        0.5,
        day='opened_date',
    ),
    segments=['case_channel'],
) }}
