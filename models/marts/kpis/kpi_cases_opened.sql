-- Cases that customers opened. Reopening is not opening.
{{ kpi(
    numerator=count_of(ref('fct_support_cases'), day='opened_date'),
    segments=['case_channel'],
) }}
