{#
    The chance of a Student value at least as far from 0 as t, on either side; df (1 or more)
    need not be whole.

    With t = sqrt(df) × tan(phi), the density is C × cos(phi)^(df − 1). It is integrated from
    the phi of t, where cos(phi) = sqrt(df / (df + t²)), to where all but e^-16 of it is gone.
    phi is that end less a square: near pi / 2 the density of a df little above 1 has no
    derivative.
#}
{% macro student_two_sided_p(t, df) -%}
    {%- set start = 'atan(abs(' ~ t ~ ') / sqrt(' ~ df ~ '))' -%}
    {%- set stop -%}
    acos(sqrt({{ df }} / ({{ df }} + {{ t }} * {{ t }})) * exp(-16 / greatest({{ df }} - 1, 1e-9)))
    {%- endset -%}
    {%- set density -%}
    point['x'] * power(cos(stop - width * point['x'] * point['x']), {{ df }} - 1)
    {%- endset -%}
    {{ at_most_one(
        student_constant(df) ~ ' * ' ~ let(
            'stop', stop, let('width', 'stop - ' ~ start, '4 * width * ' ~ integral(density))
        )
    ) }}
{%- endmacro %}


{#
    Γ((df + 1) / 2) / (sqrt(pi) × Γ(df / 2)): sqrt(df / 2 pi) times what a polynomial of
    1 / df gives to within 2e-8.
#}
{% macro student_constant(df) -%}
    sqrt({{ df }} / 6.283185307179586e0) * {{ let('inverse', '1 / ' ~ df, polynomial('inverse', [
        0.9999999922, -0.24999863983, 0.031215645944, 0.039280375713, -0.0092238133981,
        -0.068279488587, 0.11677627259, -0.096167780435, 0.042113162136, -0.0078311750338,
    ])) }}
{%- endmacro %}


{# The chance of a Student value of at most t. #}
{% macro student_cdf(t, df) -%}
    {{ share_below(t, student_two_sided_p(t, df)) }}
{%- endmacro %}


{#
    The t that 97.5 % of Student values do not pass: half the width, in standard errors, of a
    95 % interval. A polynomial of 1 / df, fitted to within 5e-10 for a df of 1 or more.
#}
{% macro student_quantile_975(df) -%}
    {{ let('inverse', '1 / ' ~ df, polynomial('inverse', [
        1.959963983701, 2.372271482733, 2.822487130828, 2.556011171085, 1.589353790709,
        0.7157431147442, 0.8318192718311, -1.03977992529, 1.887870541294, -1.723075619296,
        1.023001848444, -0.3404681191222, 0.05100606549167,
    ])) }}
{%- endmacro %}
