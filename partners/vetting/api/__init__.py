"""REST v1: applications and their boards, evidence, and the desk of the reviewers."""
