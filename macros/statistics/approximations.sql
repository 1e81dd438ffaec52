{# What the distribution functions are made of. #}

{# A formula that calls a value by a name, so that the value is written, and computed, once. #}
{% macro let(name, value, formula) -%}
    {{ sum_over([value], name, formula) }}
{%- endmacro %}


{# Σ coefficient k × x^k, by Horner's rule. #}
{% macro polynomial(x, coefficients) -%}
    {%- for coefficient in coefficients[:-1] -%}
    ({{ '%.13f' | format(coefficient) }}e0 + {{ x }} * {% endfor -%}
    {{ '%.13f' | format(coefficients[-1]) }}e0{{ ')' * (coefficients | length - 1) }}
{%- endmacro %}


{#
    The integral from 0 to 1 of a formula of point['x'], by the Gauss–Legendre rule of 20
    points: exact for polynomials up to degree 39.
#}
{% macro integral(formula) -%}
    {#- Distances from the middle, which lie on both sides of it, and weights. -#}
    {%- set rule = [
        (0.03826326056674867, 0.07637669356536314), (0.1138929255708225, 0.07458649323630212),
        (0.1868530443577098, 0.0710480546591912), (0.2554335009754136, 0.06584431922458844),
        (0.3180268403632575, 0.0590972659807593), (0.3731659532300754, 0.05096505990862035),
        (0.4195584859111094, 0.04163837078835236), (0.456117214125663, 0.0313360241670544),
        (0.4819859636389569, 0.02030071490019322), (0.4965642995925475, 0.008807003569575447),
    ] -%}
    {%- set points = [] -%}
    {%- for distance, weight in rule -%}
        {%- for x in (0.5 - distance, 0.5 + distance) -%}
            {%- do points.append(record({'x': x ~ 'e0', 'weight': weight ~ 'e0'})) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ sum_over(points, 'point', "point['weight'] * " ~ formula) }}
{%- endmacro %}


{# What rounding may have left a little above 1. #}
{% macro at_most_one(value) -%}
    {{ let('chance', value, 'case when chance > 1 then 1 else chance end') }}
{%- endmacro %}
