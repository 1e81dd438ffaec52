with

landed as (

    select * from {{ landed(source('landing', 'products')) }}

)

select * from {{ in_contract('landed', 'products') }}
