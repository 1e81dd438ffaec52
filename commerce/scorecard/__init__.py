"""``commerce scorecard``: is it fine, and what needs the owner, in a terminal or as a file."""
