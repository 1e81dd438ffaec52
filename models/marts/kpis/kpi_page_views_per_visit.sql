-- Pages that a visit shows. Views without consent belong to no visit.
{{ kpi(
    numerator=sum_of(ref('fct_visits'), 'page_views', day='visit_date'),
    denominator=count_of(ref('fct_visits'), day='visit_date'),
    segments=['store', 'channel', 'device', 'country', 'visitor_type'],
) }}
