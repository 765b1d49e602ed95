"""REST v1: submissions, listing versions, decisions, and the public detail of a listing."""
