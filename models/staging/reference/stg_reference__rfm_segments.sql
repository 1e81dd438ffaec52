with

landed as (

    select *
    from {{ landed(source('reference', 'rfm_segments'), seed=ref('rfm_segments')) }}

)

select * from {{ in_contract('landed', 'rfm_segments', 'reference') }}
