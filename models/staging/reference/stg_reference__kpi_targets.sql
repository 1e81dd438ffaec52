with

landed as (

    select *
    from {{ landed(source('reference', 'kpi_targets'), seed=ref('kpi_targets')) }}

)

select * from {{ in_contract('landed', 'kpi_targets', 'reference') }}
