with

exchange_rates as (

    select * from {{ ref('stg_reference__exchange_rates') }}

),

-- Of several rates of one day the smallest counts, so that the choice is the same every time.
days as (

    select
        currency,
        rate_date,
        min(rate) as rate
    from exchange_rates
    where violation is null
    group by currency, rate_date

)

select
    currency,
    rate,
    rate_date as valid_from,
    coalesce(
        lead(rate_date) over (partition by currency order by rate_date),
        cast('9999-12-31' as date)
    ) as valid_before
from days
