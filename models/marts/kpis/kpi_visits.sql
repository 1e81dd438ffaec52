-- How often people came. Neither midnight nor a new campaign makes a visit two.
{{ kpi(
    numerator=count_of(ref('fct_visits'), day='visit_date'),
    segments=[
        'store', 'channel', 'device', 'country', 'visitor_type',
        'region', 'gender', 'age_group',
    ],
) }}
