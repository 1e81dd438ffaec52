-- Reactions that posts on Facebook won (or lost) on the day.
{{ kpi(
    numerator=sum_of(
        ref('fct_social_posts'),
        'likes_movement',
        day='snapshot_date',
        where="platform = 'facebook'",
    ),
) }}
