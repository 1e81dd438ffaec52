with

expenses as (

    select * from {{ ref('int_operating_expenses_judged') }}
    where verdict = 'accepted'

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

),

final as (

    select
        expenses.expense_id,
        expenses.store_id,
        expenses.category,
        {{ period_start('month', 'expenses.month') }} as expense_month,
        {{ in_reporting_currency('expenses.amount', 'expenses.exchange_rate') }}
            as amount
    from expenses
    inner join as_of on {{ until_as_of_date('expenses.month') }}

)

select * from final
