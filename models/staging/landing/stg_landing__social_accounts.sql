with

landed as (

    select * from {{ landed(source('landing', 'social_accounts')) }}

)

select * from {{ in_contract('landed', 'social_accounts') }}
