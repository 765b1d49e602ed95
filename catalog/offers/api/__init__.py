"""REST v1: offers, their plans, and categories."""
