with

landed as (

    select *
    from {{ landed(source('reference', 'source_categories'), seed=ref('source_categories')) }}

)

select * from {{ in_contract('landed', 'source_categories', 'reference') }}
