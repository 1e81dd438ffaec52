with

landed as (

    select * from {{ landed(source('landing', 'ad_performance')) }}

)

select * from {{ in_contract('landed', 'ad_performance') }}
