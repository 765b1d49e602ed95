"""Vetting: what a partner has shown against each requirement, who must act, and what that allows."""
