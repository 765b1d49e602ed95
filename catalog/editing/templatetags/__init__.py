"""Filters of the editor."""
