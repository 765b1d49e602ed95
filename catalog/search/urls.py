"""Addresses of search."""

from django.urls import URLPattern, path

from catalog.search import comparison_page, pages
from catalog.search.api import comparing, facets, listings

# Before the addresses of single listings: no listing may be called like these (`catalog.listings.actions.slugs`).
api_urlpatterns: list[URLPattern] = [
    path("listings", listings.ListingsView.as_view(), name="listings"),
    path("listings/facets", facets.FacetsView.as_view(), name="listing-facets"),
    path("listings/compare", comparing.ComparisonView.as_view(), name="listing-comparison"),
]
page_urlpatterns: list[URLPattern] = [
    path("catalog/", pages.catalog, name="catalog"),
    path("compare", comparison_page.compare, name="compare"),
]
