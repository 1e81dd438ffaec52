with

landed as (

    select *
    from {{ landed(source('reference', 'bot_patterns'), seed=ref('bot_patterns')) }}

)

select * from {{ in_contract('landed', 'bot_patterns', 'reference') }}
