"""Offers in the shape of TM Forum's TMF620 Product Catalog Management (v4): writing it, and reading it back. Pure."""

from catalog.offers.tmf620.reading import Read, read
from catalog.offers.tmf620.values import Product, SoldPlan
from catalog.offers.tmf620.writing import write

__all__ = ["Product", "Read", "SoldPlan", "read", "write"]
