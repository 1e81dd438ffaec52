with

landed as (

    {{ all_systems('carts') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

rated as (

    {{ with_exchange_rate('landed', day=local_date('landed.created_at')) }}

)

select
    *,
    {{ verdict('carts', {'no_exchange_rate': 'exchange_rate is null'}) }}
from rated
