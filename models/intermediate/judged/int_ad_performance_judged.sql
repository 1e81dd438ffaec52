with

landed as (

    {{ all_systems('ad_performance') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

rated as (

    {{ with_exchange_rate('landed', day='landed.ad_date') }}

)

select
    *,
    {{ verdict('ad_performance', {'no_exchange_rate': 'exchange_rate is null'}) }}
from rated
