-- Cases for each order placed in the same period.
{{ kpi(
    numerator=count_of(ref('fct_support_cases'), day='opened_date'),
    denominator=count_of(ref('fct_orders'), day='placed_date'),
    needs=[ref('fct_support_cases'), ref('fct_orders')],
) }}
