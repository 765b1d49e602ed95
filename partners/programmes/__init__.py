"""Programmes: the published, numbered requirements that say who may sell."""
