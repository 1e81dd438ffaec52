with

moves as (

    select * from {{ ref('int_page_moves_counted') }}

),

final as (

    select
        {{ period_start('month', 'visit_date') }} as month,
        step,
        from_group,
        to_group,
        cast(sum(moves) as bigint) as moves
    from moves
    group by month, step, from_group, to_group

)

select * from final
