{# The two verdicts of a scorecard: on target, and in control. #}

{#
    How far a value lies on the wrong side of what it should be; 0 where it is good, NULL where
    there is no target. A band says for any KPI what is good; without one it is the target, from
    it on, up to it, or it alone, as more of the KPI is better, worse, or neither.
    To nine places: 0.07 less 0.06 is more than 0.01 for a double.
#}
{% macro short_of_target(value) -%}
    round(
        case
            when {{ value }} is null then null
            when band_low is not null or band_high is not null
                then greatest(band_low - {{ value }}, {{ value }} - band_high, 0)
            when target is null then null
            when better = 'higher' then greatest(target - {{ value }}, 0)
            when better = 'lower' then greatest({{ value }} - target, 0)
            else abs({{ value }} - target)
        end,
        9
    )
{%- endmacro %}


{# First day of the period that lies some days or months before one. #}
{% macro period_earlier(start, number, unit) -%}
    cast({{ start }} - interval {{ number }} {{ unit }} as date)
{%- endmacro %}


{# The grain whose targets a row has: the last seven days are a week. #}
{% macro grain_of_target(rows) -%}
    case {{ rows }}.period_grain when 'last_7_days' then 'week' else {{ rows }}.period_grain end
{%- endmacro %}
