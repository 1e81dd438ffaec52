"""Commerce Control: the runner and the simulated store around the dbt project."""
