with

landed as (

    select * from {{ landed(source('landing', 'orders')) }}

)

select * from {{ in_contract('landed', 'orders') }}
