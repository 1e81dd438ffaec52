-- Half of the seller's answers came within this time; nights and weekends count.
{{ kpi(
    numerator=quantile_of(
        ref('fct_marketplace_questions'),
        'cast(response_seconds as double) / 3600',
        0.5,
        day='asked_date',
        where="marketplace = 'amazon'",
        only_if='needs_response',
    ),
) }}
