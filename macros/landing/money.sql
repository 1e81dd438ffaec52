{#
    An amount in the reporting currency: converted at the row's rate and rounded half up to
    four decimals, once.
#}
{% macro in_reporting_currency(amount, rate='exchange_rate') -%}
    cast(round({{ amount }} * {{ rate }}, 4) as decimal(18, 4))
{%- endmacro %}


{# The rate of a row: 1 for the reporting currency (and for none given), else the rate found. #}
{% macro exchange_rate_or_one(currency, rate) -%}
    case
        when coalesce({{ currency }}, '{{ var('reporting_currency') }}')
            = '{{ var('reporting_currency') }}'
        then cast(1 as decimal(18, 12))
        else {{ rate }}
    end
{%- endmacro %}


{#
    A quantity times a price. Widened first: DuckDB keeps a product of two decimal(18,4) in 18
    digits, and ends at 9.3 billion.
#}
{% macro times(quantity, price) -%}
    cast({{ quantity }} as decimal(19, 4)) * {{ price }}
{%- endmacro %}


{#
    Whether a line is worth more than money can be in a mart, decimal(18,4): a slip of the
    hand, not a sale.
#}
{% macro is_beyond_money(quantity, price, rate) -%}
    cast({{ quantity }} as double) * cast({{ price }} as double)
    * coalesce(cast({{ rate }} as double), 1) >= 1000000000000
{%- endmacro %}


{# An amount that is computed from others, as money: four decimals. #}
{% macro rounded_money(amount) -%}
    cast(round({{ amount }}, 4) as decimal(18, 4))
{%- endmacro %}


{#
    Rows with the exchange_rate that leads from their currency to the reporting currency on a
    day of theirs; NULL where none does. Reads a CTE exchange_rates.
#}
{% macro with_exchange_rate(rows, day) -%}
    select
        {{ rows }}.*,
        {{ exchange_rate_or_one(rows ~ '.currency', 'exchange_rates.rate') }}
            as exchange_rate
    from {{ rows }}
    left join exchange_rates
        on
            {{ rows }}.currency = exchange_rates.currency
            and {{ day }} >= exchange_rates.valid_from
            and {{ day }} < exchange_rates.valid_before
{%- endmacro %}


{#
    The seed of exchange rates. It tells what currencies are worth in USD, so it serves that
    reporting currency alone: with another one, and no rates landed, foreign money has no rate.
#}
{% macro seeded_rates() %}
    {{ return(ref('exchange_rates') if var('reporting_currency') == 'USD') }}
{% endmacro %}
