{#
    The chance of a standard normal value at least as far from 0 as z, on either side.

    With u = 1 / (1 + 0.28 |z|) it is u × exp(−z² / 2 + a polynomial of u), fitted to within
    2e-8 of the value itself for |z| up to 38; exactly 1 for 0.
#}
{% macro normal_two_sided_p(z) -%}
    {%- set u = '(1 / (1 + 0.28e0 * abs(' ~ z ~ ')))' -%}
    {{ u }} * exp(
        (1 - {{ u }}) * {{ polynomial(u, [
            -1.49874967539, -0.499037437979, -0.0727691571818, 0.0622380420028,
            0.318196496104, -0.523238291768, 1.20297065054, -1.50773647758,
            0.847142318519, -0.178604223871,
        ]) }}
        - {{ z }} * {{ z }} / 2
    )
{%- endmacro %}


{# The chance of a standard normal value of at most z. #}
{% macro normal_cdf(z) -%}
    case
        when {{ z }} < 0 then {{ normal_two_sided_p(z) }} / 2
        else 1 - {{ normal_two_sided_p(z) }} / 2
    end
{%- endmacro %}
