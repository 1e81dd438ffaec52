with

quarantined as (

    {{ quarantined_rows() }}

)

select * from quarantined
