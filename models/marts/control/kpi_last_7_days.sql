{{ kpi_union(['last_7_days']) }}
