with

landed as (

    select *
    from {{ landed(source('reference', 'page_groups'), seed=ref('page_groups')) }}

)

select * from {{ in_contract('landed', 'page_groups', 'reference') }}
