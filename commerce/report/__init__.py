"""``commerce report``: one page with the scorecard, control charts and the funnel."""
