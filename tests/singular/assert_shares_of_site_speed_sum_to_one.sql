-- Fails if the shares of good, middling and poor load times do not sum to 1.
select *
from {{ ref('site_speed') }}
where abs(good_share + needs_improvement_share + poor_share - 1) > 0.000000001
