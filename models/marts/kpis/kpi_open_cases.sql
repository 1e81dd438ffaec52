-- Cases that wait for their solution when the period ends.
{{ kpi_balance(
    ref('fct_support_cases'),
    comes_in='opened_date',
    goes_out='resolved_date',
    segments=['case_channel'],
) }}
