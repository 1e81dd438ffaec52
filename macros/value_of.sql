{# The only value of a query's only row; none while the project is still being read. #}
{% macro value_of(query) %}
    {{ return(run_query(query).columns[0][0] if execute) }}
{% endmacro %}
