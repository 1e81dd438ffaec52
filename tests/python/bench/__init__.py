"""What a build costs, beside the least that it could cost and beside two data frame libraries."""
