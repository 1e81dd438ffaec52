with

landed as (

    {{ all_systems('orders') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

rated as (

    {{ with_exchange_rate('landed', day=local_date('landed.placed_at')) }}

)

select
    *,
    {{ verdict('orders', {'no_exchange_rate': 'exchange_rate is null'}) }}
from rated
