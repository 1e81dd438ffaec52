"""The same stores built on DuckDB and on Spark, and every mart compared row by row."""
