"""Every page of the site: each room brings its own."""

from importlib import import_module

from django.urls import URLPattern, URLResolver

ROOMS: list[str] = [
    "catalog.search",  # asked for most, so looked at first
    "core.accounts",
    "core.web",
    "core.storage",
    "partners.organisations",
    "partners.programmes",
    "partners.vetting",
    "catalog.storefront",
    "catalog.offers",
    "catalog.channels",
    "catalog.listings",
    "catalog.bundles",
    "marketplace.reviews",
    "catalog.editing",
    "marketplace.calculator",
    "marketplace.customers",
    "marketplace.ordering",
]

urlpatterns: list[URLPattern | URLResolver] = [
    pattern for room in ROOMS for pattern in import_module(f"{room}.urls").page_urlpatterns
]
