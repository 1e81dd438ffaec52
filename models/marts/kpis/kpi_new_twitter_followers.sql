-- Followers won on Twitter, less those lost.
{{ kpi(
    numerator=sum_of(
        ref('fct_social_accounts'),
        'followers_movement',
        day='snapshot_date',
        where="platform = 'twitter'",
    ),
) }}
