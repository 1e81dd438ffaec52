{{ kpi_union("period_grain <> 'last_7_days'") }}
