with

landed as (

    select * from {{ landed(source('landing', 'email_campaigns')) }}

)

select * from {{ in_contract('landed', 'email_campaigns') }}
