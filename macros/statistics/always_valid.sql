{#
    The asymptotic confidence sequence of Waudby-Smith and others (2021): an interval that may
    be looked at as often as one likes, for all looks together leave out the true difference in
    5 % of experiments at most. It is narrowest at the planned number of visitors; `error` is
    the standard error of the difference, `visitors` are those of both arms.
#}

{# rho² × visitors, by which the sequence is tuned: 5,000 where no number is planned. #}
{% macro tuned_visitors(visitors, planned) -%}
    ({{ visitors }} * (-2 * ln(0.05e0) + ln(-2 * ln(0.05e0)) + 1)
    / case when {{ planned }} >= 1 then cast({{ planned }} as double) else 5000e0 end)
{%- endmacro %}


{# Half the width of the interval. Takes visitors as tuned_visitors gives them. #}
{% macro always_valid_margin(error, tuned) -%}
    {{ error }} * sqrt(
        2 * ({{ tuned }} + 1) / {{ tuned }} * ln(sqrt({{ tuned }} + 1) / 0.05e0)
    )
{%- endmacro %}


{# The p value that goes with it: below 0.05 where the interval leaves out 0. #}
{% macro always_valid_p(difference, error, tuned) -%}
    {%- set squared = difference ~ ' * ' ~ difference ~ ' / (' ~ error ~ ' * ' ~ error ~ ')' -%}
    {{ at_most_one(
        'sqrt(' ~ tuned ~ ' + 1) * exp(-(' ~ squared ~ ') * '
        ~ tuned ~ ' / (2 * (' ~ tuned ~ ' + 1)))'
    ) }}
{%- endmacro %}


{#
    A value to seven digits. Engines and machines differ in the last digits of exp and ln, and
    p values are right to no more than these.
#}
{% macro seven_digits(value) -%}
    cast(cast({{ value }} as float) as double)
{%- endmacro %}
