with

landed as (

    select * from {{ landed(source('landing', 'organic_queries')) }}

)

select * from {{ in_contract('landed', 'organic_queries') }}
