with

landed as (

    select *
    from {{ landed(source('reference', 'holidays'), seed=ref('holidays')) }}

)

select * from {{ in_contract('landed', 'holidays', 'reference') }}
