-- depends_on: {{ ref('kpi_values') }}
{{ kpi_catalogue() }}
