with

landed as (

    select *
    from {{ landed(source('reference', 'exchange_rates'), seed=ref('exchange_rates')) }}

)

select * from {{ in_contract('landed', 'exchange_rates', 'reference') }}
