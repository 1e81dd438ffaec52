with

landed as (

    select * from {{ landed(source('landing', 'marketplace_answers')) }}

)

select * from {{ in_contract('landed', 'marketplace_answers') }}
