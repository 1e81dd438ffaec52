-- Orders placed, cancelled ones too; test orders never.
{{ kpi(
    numerator=count_of(ref('fct_orders'), day='placed_date'),
    segments=[
        'store', 'sales_channel', 'channel', 'device', 'country',
        'region', 'gender', 'age_group',
    ],
) }}
