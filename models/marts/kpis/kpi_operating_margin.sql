-- What is left of net sales after operating expenses too, where the books are complete.
{{ kpi(
    numerator=sum_of(ref('fct_margin_entries'), 'margin', day='entry_date'),
    denominator=sum_of(ref('fct_margin_entries'), 'net_sales', day='entry_date'),
    grains=['month', 'quarter', 'year'],
    needs=[ref('fct_orders'), ref('fct_operating_expenses')],
    extras={
        'units': sum_of(ref('fct_margin_entries'), 'units_sold', day='entry_date'),
        'uncosted': sum_of(
            ref('fct_margin_entries'),
            'uncosted_units',
            day='entry_date',
        ),
        'missing': sum_of(
            ref('fct_expense_months'),
            'missing_categories',
            day='expense_month',
        ),
    },
    unknown_if='missing > 0 or ' ~ uncosted_beyond_share(),
) }}
