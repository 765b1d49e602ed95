"""Every address of REST v1: each room brings its own."""

from importlib import import_module

from django.urls import URLPattern

ROOMS: list[str] = [
    "catalog.search",  # asked for most, so looked at first
    "core.accounts_api",
    "core.storage",
    "partners.organisations",
    "partners.programmes",
    "partners.vetting",
    "catalog.offers",
    "catalog.pricing",
    "catalog.channels",
    "catalog.pricelists",
    "catalog.listings",
    "marketplace.customers",
    "marketplace.subscriptions",
    "marketplace.billing",
    "marketplace.ordering",
    "marketplace.calculator",
]

urlpatterns: list[URLPattern] = [pattern for room in ROOMS for pattern in import_module(f"{room}.urls").api_urlpatterns]
