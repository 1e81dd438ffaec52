with

landed as (

    select * from {{ landed(source('landing', 'email_events')) }}

)

select * from {{ in_contract('landed', 'email_events') }}
