with

questions as (

    select
        questions.*,
        as_of.as_of
    from {{ ref('int_marketplace_questions_judged') }} as questions
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('questions.asked_at') }}
    where questions.verdict = 'accepted'

),

answers as (

    select
        question_id,
        min(answered_at) as answered_at
    from {{ ref('fct_marketplace_answers') }}
    where answered_by = 'seller'
    group by question_id

),

final as (

    select
        questions.question_id,
        questions.marketplace,
        questions.product_id,
        coalesce(questions.needs_response, true) as needs_response,
        {{ local_date('questions.asked_at') }} as asked_date,
        questions.asked_at,
        answers.answered_at,
        {{ seconds_between('questions.asked_at', 'answers.answered_at') }}
            as response_seconds,
        -- Too young to be late: asked less than 24 hours before as_of.
        coalesce(
            questions.asked_at <= questions.as_of - interval 24 hour, false
        ) as is_due,
        coalesce(
            answers.answered_at <= questions.asked_at + interval 24 hour, false
        ) as is_answered_in_time
    from questions
    left join answers on questions.question_id = answers.question_id

)

select * from final
