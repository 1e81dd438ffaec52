{{ kpi_union(['day', 'week', 'month', 'quarter', 'year']) }}
