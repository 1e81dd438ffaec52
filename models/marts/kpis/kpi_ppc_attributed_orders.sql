-- Orders whose last touch that was not direct came through paid advertising, each once.
{{ kpi(
    numerator=count_of(
        ref('fct_orders'),
        day='placed_date',
        only_if='has_ppc_touch',
    ),
    needs=[ref('fct_visits'), ref('fct_orders')],
) }}
