with

landed as (

    select * from {{ landed(source('landing', 'vendor_reported')) }}

)

select * from {{ in_contract('landed', 'vendor_reported') }}
