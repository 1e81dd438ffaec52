with

organic_queries as (

    select * from {{ ref('int_organic_queries_judged') }}

),

as_of as (

    select * from {{ ref('int_as_of_resolved') }}

)

select organic_queries.*
from organic_queries
inner join as_of on {{ until_as_of_date('organic_queries.query_date') }}
where organic_queries.verdict = 'accepted'
