-- How many people came: each visitor once a period, however often.
{{ kpi(
    numerator=distinct_of(ref('fct_visits'), 'visitor_id', day='visit_date'),
    segments=[
        'store', 'channel', 'device', 'country', 'visitor_type',
        'region', 'gender', 'age_group',
    ],
) }}
