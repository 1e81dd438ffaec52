with

landed as (

    select *
    from {{ landed(source('reference', 'click_ids'), seed=ref('click_ids')) }}

)

select * from {{ in_contract('landed', 'click_ids', 'reference') }}
