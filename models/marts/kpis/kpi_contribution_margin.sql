-- What is left of net sales after goods, fulfilment, payment and advertising.
{{ kpi(
    numerator=sum_of(
        ref('fct_margin_entries'),
        'margin',
        day='entry_date',
        where="entry_kind <> 'expense'",
    ),
    denominator=sum_of(
        ref('fct_margin_entries'),
        'net_sales',
        day='entry_date',
        where="entry_kind <> 'expense'",
    ),
    segments=['store'],
    needs=[ref('fct_orders')],
    extras={
        'units': sum_of(
            ref('fct_margin_entries'),
            'units_sold',
            day='entry_date',
            where="entry_kind <> 'expense'",
        ),
        'uncosted': sum_of(
            ref('fct_margin_entries'),
            'uncosted_units',
            day='entry_date',
            where="entry_kind <> 'expense'",
        ),
    },
    unknown_if=uncosted_beyond_share(),
) }}
