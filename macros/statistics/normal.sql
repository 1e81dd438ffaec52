{#
    The chance of a standard normal value at least as far from 0 as z, on either side.

    With u = 1 / (1 + 0.28 |z|) it is u × exp(−z² / 2 + a polynomial of u), fitted to within
    2e-8 of the value itself for |z| up to 38; exactly 1 for 0.
#}
{% macro normal_two_sided_p(z) -%}
    {%- set coefficients = [
        -1.49874967539, -0.499037437979, -0.0727691571818, 0.0622380420028,
        0.318196496104, -0.523238291768, 1.20297065054, -1.50773647758,
        0.847142318519, -0.178604223871,
    ] -%}
    {{ let(
        'u',
        '1 / (1 + 0.28e0 * abs(' ~ z ~ '))',
        'u * exp((1 - u) * ' ~ polynomial('u', coefficients)
        ~ ' - ' ~ z ~ ' * ' ~ z ~ ' / 2)',
    ) }}
{%- endmacro %}


{# The chance of a standard normal value of at most z. #}
{% macro normal_cdf(z) -%}
    {{ share_below(z, normal_two_sided_p(z)) }}
{%- endmacro %}


{# The chance of at most x, from that of a value at least as far from 0 on either side. #}
{% macro share_below(x, two_sided_p) -%}
    {{ let(
        'outside', two_sided_p,
        'case when ' ~ x ~ ' < 0 then outside / 2 else 1 - outside / 2 end',
    ) }}
{%- endmacro %}
