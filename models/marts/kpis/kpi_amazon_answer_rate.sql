-- Questions that need a response and got one from the seller, so far.
{{ kpi(
    numerator=count_of(
        ref('fct_marketplace_questions'),
        day='asked_date',
        where="marketplace = 'amazon'",
        only_if='needs_response and answered_at is not null',
    ),
    denominator=count_of(
        ref('fct_marketplace_questions'),
        day='asked_date',
        where="marketplace = 'amazon'",
        only_if='needs_response',
    ),
) }}
