with

landed as (

    select *
    from {{ landed(source('reference', 'exchange_rates'), seed=seeded_rates()) }}

)

select * from {{ in_contract('landed', 'exchange_rates', 'reference') }}
