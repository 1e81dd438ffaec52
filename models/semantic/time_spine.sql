-- The days that MetricFlow knows: fixed ones, so that it tells the same tomorrow.
select {{ days_through("cast('2000-01-01' as date)", "cast('2049-12-31' as date)") }} as day
