with

landed as (

    select * from {{ landed(source('landing', 'marketplace_feedback')) }}

)

select * from {{ in_contract('landed', 'marketplace_feedback') }}
