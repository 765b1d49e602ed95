"""Addresses of search."""

from django.urls import URLPattern, path

from catalog.search import api, pages

api_urlpatterns: list[URLPattern] = [path("listings", api.ListingsView.as_view(), name="listings")]
page_urlpatterns: list[URLPattern] = [path("catalog/", pages.catalog, name="catalog")]
