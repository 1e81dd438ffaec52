{#
    A raw column that is more than text, under the name of its reading. A moment far behind the
    loading of its row is none, but for columns that may lie ahead.
#}
{% macro read(column, spec) -%}
    {%- set has_load = 'loaded_at' in spec.columns | map(attribute='name') -%}
    {%- if column.type == 'timestamp' and has_load
        and column.name != 'loaded_at' and not column.may_lie_ahead
    -%}
    {{ usable(column) }} as moment_{{ column.name }},
    case
        when read_loaded_at is null
            or moment_{{ column.name }} <= read_loaded_at + interval 24 hour
        then moment_{{ column.name }}
    end as {{ reading(column) }}
    {%- else -%}
    {{ usable(column) }} as {{ reading(column) }}
    {%- endif -%}
{%- endmacro %}


{# The value of a raw column that is more than text where it can be used, else NULL. #}
{% macro usable(column) %}
    {%- set family = column.type.split('(')[0] -%}
    {%- if column.is_clock_time -%}
        case
            when {{ matches(
                'trim(' ~ column.name ~ ')', "'^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'"
            ) }}
            {%- if column.later_than %}
                and trim({{ column.name }}) > trim({{ column.later_than }})
            {%- endif %}
            then trim({{ column.name }})
        end
    {%- elif column.accepted_values -%}
        case
            when lower(trim({{ column.name }})) in (
                '{{ column.accepted_values | join("', '") }}'
            ) then lower(trim({{ column.name }}))
        end
    {%- elif family == 'decimal' -%}
        -- Its bounds are those of the number as it came, not as it is rounded here.
        case
            when try_cast({{ column.name }} as double)
                between {{ column.minimum or 0 }} and {{ column.maximum or 1000000000000 }}
            then {{ read_number(column.name, column.type) }}
        end
    {%- elif family == 'timestamp' -%}
        {{ read_timestamp(column.name) }}
    {%- elif family == 'date' -%}
        {{ read_date(column.name) }}
    {%- elif family == 'boolean' -%}
        case lower(trim(cast({{ column.name }} as string)))
            when 'true' then true
            when 'false' then false
        end
    {%- endif -%}
{% endmacro %}


{# The first reason that keeps a row out of the accepted ones, as far as the row alone tells. #}
{% macro violation(spec) %}
    {%- set required = spec.columns | selectattr('required') | list -%}
    case
        when {% for column in required %}{{ column.name }} is null
            {%- if not loop.last %} or {% endif %}{% endfor %} then 'missing_key'
        {%- for reason in ['bad_timestamp', 'bad_number', 'unknown_value'] %}
        {%- for column in required if reason_of_unusable(column) == reason %}
        when {{ reading(column) }} is null then '{{ reason }}'
        {%- endfor %}
        {%- endfor %}
    end
{%- endmacro %}


{# Why a row is out where a mandatory column is unusable; none where any text will do. #}
{% macro reason_of_unusable(column) %}
    {% set family = 'clock_time' if column.is_clock_time else column.type.split('(')[0] %}
    {{ return({
        'timestamp': 'bad_timestamp', 'date': 'bad_timestamp', 'clock_time': 'bad_timestamp',
        'decimal': 'bad_number', 'string': 'unknown_value' if column.accepted_values,
    }.get(family)) }}
{% endmacro %}


{# Names of the optional columns whose value can't be used, with a blank between them. #}
{% macro coerced_columns(spec) %}
    concat_ws(
        ' ', cast(null as string)
        {%- for column in spec.columns if not column.required and not column.personal
            and (column.type != 'string' or column.accepted_values) %},
        case
            when {{ column.name }} is not null and {{ reading(column) }} is null
            then '{{ column.name }}'
        end
        {%- endfor %}
    )
{%- endmacro %}
