with

landed as (

    select * from {{ landed(source('landing', 'marketplace_questions')) }}

)

select * from {{ in_contract('landed', 'marketplace_questions') }}
