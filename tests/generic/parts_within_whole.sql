{# Rows in which a part is more than the whole that it is counted from, or less than nothing. #}
{% test parts_within_whole(model, whole, parts) %}
select *
from {{ model }}
where
    {%- for part in parts %}
    {{ part }} not between 0 and {{ whole }}
    {{- ' or' if not loop.last }}
    {%- endfor %}
{% endtest %}
