"""REST v1: the list of listings, and what stands beside it."""
