{# Keys that more than one row has; NULLs in a key are equal. #}
{% test has_unique_key(model, columns) %}
select {{ columns | join(', ') }}
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
