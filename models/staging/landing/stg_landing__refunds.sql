with

landed as (

    select * from {{ landed(source('landing', 'refunds')) }}

)

select * from {{ in_contract('landed', 'refunds') }}
