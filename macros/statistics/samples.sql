{# Statistics of samples, from exact sums of their values. #}

{#
    The sample covariance of x and y, from their number, Σ xy, Σ x and Σ y; with x for y the
    sample variance of x. The difference that it hangs on is taken of decimals: of doubles, it
    would leave a little variance where there is none. NULL for one value.
#}
{% macro sample_covariance(number, products, xs, ys) -%}
    cast(
        cast({{ number }} as decimal(18, 0)) * cast({{ products }} as decimal(38, 8))
        - cast({{ xs }} as decimal(38, 4)) * cast({{ ys }} as decimal(38, 4))
        as double
    ) / nullif(cast({{ number }} as double) * ({{ number }} - 1), 0)
{%- endmacro %}


{#
    The standard error of the difference between the means of two samples. NULL where neither
    varies.
#}
{% macro standard_error(variance, number, other_variance, other_number) -%}
    nullif(sqrt({{ variance }} / {{ number }} + {{ other_variance }} / {{ other_number }}), 0)
{%- endmacro %}


{#
    The degrees of freedom that it is known with (Welch and Satterthwaite). NULL where neither
    varies.
#}
{% macro welch_degrees(variance, number, other_variance, other_number) -%}
    {%- set one = '(' ~ variance ~ ' / ' ~ number ~ ')' -%}
    {%- set other = '(' ~ other_variance ~ ' / ' ~ other_number ~ ')' -%}
    ({{ one }} + {{ other }}) * ({{ one }} + {{ other }})
    / nullif(
        {{ one }} * {{ one }} / ({{ number }} - 1)
        + {{ other }} * {{ other }} / ({{ other_number }} - 1),
        0
    )
{%- endmacro %}


{#
    The variance that outcomes keep when theta times their covariates is taken off. Where it is
    next to nothing beside that of the outcomes, it is what rounding left, and counts as none.
#}
{% macro residual_variance(variance, covariance, covariate_variance, theta) -%}
    {%- set residual -%}
    {{ variance }} - 2 * {{ theta }} * {{ covariance }}
    + {{ theta }} * {{ theta }} * {{ covariate_variance }}
    {%- endset -%}
    {{ let(
        'residual', residual,
        'case when residual <= 1e-12 * ' ~ variance ~ ' then 0 else residual end',
    ) }}
{%- endmacro %}
