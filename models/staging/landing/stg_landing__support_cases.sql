with

landed as (

    select * from {{ landed(source('landing', 'support_cases')) }}

)

select * from {{ in_contract('landed', 'support_cases') }}
