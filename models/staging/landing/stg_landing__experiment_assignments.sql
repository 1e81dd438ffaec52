with

landed as (

    select * from {{ landed(source('landing', 'experiment_assignments')) }}

)

select * from {{ in_contract('landed', 'experiment_assignments') }}
