"""Bringing real products in from a file of facts, through the same actions that partners and staff use."""
