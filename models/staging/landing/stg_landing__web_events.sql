with

landed as (

    select * from {{ landed(source('landing', 'web_events')) }}

)

select * from {{ in_contract('landed', 'web_events', file='landed_file') }}
