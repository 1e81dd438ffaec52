-- Which part of all visits a channel brought; the channels sum to 1.
{{ kpi(
    numerator=count_of(ref('fct_visits'), day='visit_date'),
    denominator=count_of(ref('fct_visits'), day='visit_date'),
    segments=['channel'],
    share_of_all=true,
) }}
