-- The score that customers gave, 1 to 5.
{{ kpi(
    numerator=sum_of(
        ref('fct_support_cases'),
        'satisfaction',
        day='opened_date',
    ),
    denominator=count_of(
        ref('fct_support_cases'),
        day='opened_date',
        only_if='satisfaction is not null',
    ),
    segments=['case_channel'],
) }}
