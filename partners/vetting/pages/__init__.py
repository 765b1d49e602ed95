"""Pages: the partner's readiness board, and the desk of the reviewers."""
