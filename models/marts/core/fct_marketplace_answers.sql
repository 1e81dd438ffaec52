with

answers as (

    select answers.*
    from {{ ref('int_marketplace_answers_judged') }} as answers
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('answers.answered_at') }}
    where answers.verdict = 'accepted'

),

questions as (

    select * from {{ ref('int_marketplace_questions_judged') }}
    where verdict = 'accepted'

),

final as (

    select
        answers.answer_id,
        answers.question_id,
        questions.marketplace,
        coalesce(answers.answered_by, 'seller') as answered_by,
        {{ local_date('answers.answered_at') }} as answered_date,
        answers.answered_at
    from answers
    inner join questions on answers.question_id = questions.question_id

)

select * from final
