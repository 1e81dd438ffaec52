with

landed as (

    select * from {{ landed(source('landing', 'customers')) }}

)

select * from {{ in_contract('landed', 'customers') }}
