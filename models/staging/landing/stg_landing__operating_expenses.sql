with

landed as (

    select * from {{ landed(source('landing', 'operating_expenses')) }}

)

select * from {{ in_contract('landed', 'operating_expenses') }}
