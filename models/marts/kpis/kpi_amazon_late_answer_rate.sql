-- Questions that the seller left without an answer for 24 hours.
{{ kpi(
    numerator=count_of(
        ref('fct_marketplace_questions'),
        day='asked_date',
        where="marketplace = 'amazon'",
        only_if='needs_response and is_due and not is_answered_in_time',
    ),
    denominator=count_of(
        ref('fct_marketplace_questions'),
        day='asked_date',
        where="marketplace = 'amazon'",
        only_if='needs_response and is_due',
    ),
) }}
