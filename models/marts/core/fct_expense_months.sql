with

entries as (

    select * from {{ ref('fct_margin_entries') }}

),

expenses as (

    select * from {{ ref('fct_operating_expenses') }}

),

required_categories as (

    {{ listed(var('required_expense_categories'), 'category') }}

),

bounds as (

    select
        {{ period_start('month', 'min(entry_date)') }} as first_month,
        {{ period_start('month', 'max(entry_date)') }} as last_month
    from entries

),

months as (

    select distinct {{ period_start('month', 'day') }} as expense_month
    from (
        select {{ days_through('first_month', 'last_month') }} as day
        from bounds
    ) as days

),

booked as (

    select distinct
        expense_month,
        category
    from expenses

),

final as (

    select
        months.expense_month,
        count(required_categories.category) - count(booked.category)
            as missing_categories
    from months
    cross join required_categories
    left join booked
        on
            months.expense_month = booked.expense_month
            and required_categories.category = booked.category
    group by months.expense_month

)

select * from final
