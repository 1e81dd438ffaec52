with

feedback as (

    select feedback.*
    from {{ ref('int_marketplace_feedback_judged') }} as feedback
    inner join {{ ref('int_as_of_resolved') }} as as_of
        on {{ until_as_of('feedback.submitted_at') }}
    where feedback.verdict = 'accepted'

),

final as (

    select
        feedback_id,
        marketplace,
        kind,
        product_id,
        {{ local_date('submitted_at') }} as submitted_date,
        submitted_at,
        rating
    from feedback

)

select * from final
