{#
    The chance of a chi-square value of at least x; df is a whole number.

    With u = sqrt(x) the density is u^(df − 1) × exp(−u² / 2) by a constant, highest at
    sqrt(df − 1). It is integrated from u, or from where nothing is left of it on the near side
    of its height, to where nothing is left on the far side: at least as steeply as a normal
    density, it falls from its height, and from u with the slope that it has there.
#}
{% macro chi_square_p(x, df) -%}
    {#- Of a statistic, rounding may have left a little less than 0. -#}
    {%- set u = 'sqrt(abs(' ~ x ~ '))' -%}
    {%- set height = 'sqrt(' ~ df ~ ' - 1)' -%}
    {%- set slope = 'greatest(0, start - (' ~ df ~ ' - 1) / start)' -%}
    {%- set width -%}
    greatest(0, {{ height }} - start) + sqrt({{ slope }} * {{ slope }} + 31.36e0) - {{ slope }}
    {%- endset -%}
    {%- set density = chi_power("(start + width * point['x'])", df) -%}
    {{ at_most_one(
        chi_constant(df) ~ ' * ' ~ let(
            'start',
            u ~ ' + greatest(1e-30, ' ~ height ~ ' - 4.4e0 - ' ~ u ~ ')',
            let('width', width, 'width * ' ~ integral(density)),
        )
    ) }}
{%- endmacro %}


{#
    The density of the square root of a chi-square value, in two factors, neither of which
    leaves the range of a double: u^(df − 1) × exp(−u² / 2) by what it is at sqrt(df), and the
    rest. That is Stirling's formula for Γ(df / 2), most of which is gone into the first factor,
    and a polynomial of 1 / df to within 4e-9.
#}
{% macro chi_power(u, df) -%}
    exp(({{ df }} - 1) * ln({{ u }} / sqrt({{ df }})) - ({{ u }} * {{ u }} - {{ df }}) / 2)
{%- endmacro %}

{% macro chi_constant(df) -%}
    {{ let('inverse', '1 / ' ~ df, 'exp(-' ~ polynomial('inverse', [
        0.0, 0.16666633223, 0.000005393151202, -0.022176391256, -0.0015222429583,
        0.038667172489, -0.057232406751, 0.044377951531, -0.018770665803, 0.0034112685035,
    ]) ~ ') / 1.772453850905516e0') }}
{%- endmacro %}
