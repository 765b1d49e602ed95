"""Figures of other engines' tests, run through ours: `make vectors`.

A file holds `vectors`, each with `id`, `kind`, `currency`, `inputs` and `expected`. An adapter of `prices.py` puts the
inputs of its kind into the product's words and asks the product; nothing is computed here.
"""
