-- Chats that a person answered at once, of those opened in working hours.
{{ kpi(
    numerator=count_of(
        ref('fct_support_cases'),
        day='opened_date',
        only_if="case_channel = 'chat' and is_in_working_hours and is_answered_in_time",
    ),
    denominator=count_of(
        ref('fct_support_cases'),
        day='opened_date',
        only_if="case_channel = 'chat' and is_in_working_hours",
    ),
    segments=['case_channel'],
) }}
