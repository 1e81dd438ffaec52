{#
    The chance of a chi-square value of at least x; df is a whole number.

    With u = sqrt(x) the density is u^(df − 1) × exp(−u² / 2) by a constant, highest at
    sqrt(df − 1). It is integrated from u, or from where nothing is left of it on the near side
    of its height, to where nothing is left on the far side: at least as steeply as a normal
    density, it falls from its height, and from u with the slope that it has there.
#}
{% macro chi_square_p(x, df) -%}
    {%- set start = 'greatest(sqrt(' ~ x ~ '), sqrt(' ~ df ~ ' - 1) - 4.4e0)' -%}
    {%- set slope = 'greatest(0, ' ~ start ~ ' - (' ~ df ~ ' - 1) / ' ~ start ~ ')' -%}
    {%- set width -%}
    (
        greatest(0, sqrt({{ df }} - 1) - {{ start }})
        + sqrt({{ slope }} * {{ slope }} + 31.36e0) - {{ slope }}
    )
    {%- endset -%}
    {#- `least` would pass over a NULL. -#}
    case
        when {{ x }} > 0 and {{ df }} is not null then least(
            1e0,
            {{ width }} * {{ integral(
                chi_density(start ~ ' + ' ~ width ~ " * point['x']", df)
            ) }}
        )
        when {{ x }} <= 0 and {{ df }} is not null then 1
    end
{%- endmacro %}


{#
    The density of the square root of a chi-square value. The logarithm of Γ(df / 2) is
    Stirling's formula and a polynomial of 1 / df, to within 4e-9; most of Stirling's terms are
    gone into those of u.
#}
{% macro chi_density(u, df) -%}
    exp(
        ({{ df }} - 1) * ln(({{ u }}) / sqrt({{ df }}))
        - (({{ u }}) * ({{ u }}) - {{ df }}) / 2
        - {{ polynomial('(1e0 / ' ~ df ~ ')', [
            0.0, 0.16666633223, 5.393151202e-06, -0.022176391256,
            -0.0015222429583, 0.038667172489, -0.057232406751, 0.044377951531,
            -0.018770665803, 0.0034112685035,
        ]) }}
    ) / 1.772453850905516e0
{%- endmacro %}
