with

landed as (

    select *
    from {{ landed(source('reference', 'channel_rules'), seed=ref('channel_rules')) }}

)

select * from {{ in_contract('landed', 'channel_rules', 'reference') }}
