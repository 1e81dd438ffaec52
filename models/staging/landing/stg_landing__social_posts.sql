with

landed as (

    select * from {{ landed(source('landing', 'social_posts')) }}

)

select * from {{ in_contract('landed', 'social_posts') }}
