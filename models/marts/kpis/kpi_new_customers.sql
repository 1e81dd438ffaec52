-- Customers whose first order ever is placed in the period. A cancelled one is none.
{{ kpi(
    numerator=count_of(
        ref('fct_orders'),
        day='placed_date',
        only_if='is_first_order',
    ),
    segments=[
        'store', 'sales_channel', 'channel', 'device', 'country',
        'region', 'gender', 'age_group',
    ],
) }}
