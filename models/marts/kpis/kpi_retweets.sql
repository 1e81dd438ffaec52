-- Times that posts on Twitter were shared on the day.
{{ kpi(
    numerator=sum_of(
        ref('fct_social_posts'),
        'reposts_movement',
        day='snapshot_date',
        where="platform = 'twitter'",
    ),
) }}
