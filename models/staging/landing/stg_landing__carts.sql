with

landed as (

    select * from {{ landed(source('landing', 'carts')) }}

)

select * from {{ in_contract('landed', 'carts') }}
