with

landed as (

    {{ all_systems('operating_expenses') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

rated as (

    {{ with_exchange_rate('landed', day='landed.month') }}

)

select
    *,
    {{ verdict('operating_expenses', {'no_exchange_rate': 'exchange_rate is null'}) }}
from rated
