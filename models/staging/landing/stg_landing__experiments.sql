with

landed as (

    select * from {{ landed(source('landing', 'experiments')) }}

)

select * from {{ in_contract('landed', 'experiments') }}
