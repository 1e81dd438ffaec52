with

landed as (

    {{ all_systems('operating_expenses') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

rated as (

    select
        landed.*,
        {{ exchange_rate_or_one('landed.currency', 'exchange_rates.rate') }}
            as exchange_rate
    from landed
    left join exchange_rates
        on
            landed.currency = exchange_rates.currency
            and landed.month >= exchange_rates.valid_from
            and landed.month < exchange_rates.valid_before

)

select
    *,
    {{ verdict('operating_expenses', {'no_exchange_rate': 'exchange_rate is null'}) }}
from rated
