with

landed as (

    {{ all_systems('marketplace_answers') }}

),

questions as (

    select * from {{ ref('int_marketplace_questions_judged') }}

),

joined as (

    select
        landed.*,
        questions.question_id is null as is_orphan
    from landed
    left join questions
        on
            landed.question_id = questions.question_id
            and questions.verdict = 'accepted'

)

select
    *,
    {{ verdict('marketplace_answers', {'orphan': 'is_orphan'}) }}
from joined
