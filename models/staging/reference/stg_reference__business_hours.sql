with

landed as (

    select *
    from {{ landed(source('reference', 'business_hours'), seed=ref('business_hours')) }}

)

select * from {{ in_contract('landed', 'business_hours', 'reference') }}
