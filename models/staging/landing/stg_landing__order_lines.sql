with

landed as (

    select * from {{ landed(source('landing', 'order_lines')) }}

)

select * from {{ in_contract('landed', 'order_lines') }}
