with

landed as (

    select *
    from {{ landed(source('reference', 'brand_terms'), seed=ref('brand_terms')) }}

)

select * from {{ in_contract('landed', 'brand_terms', 'reference') }}
