from importlib import import_module

from django.apps import AppConfig


class ListingsConfig(AppConfig):
    name = "catalog.listings"
    label = "listings"

    def ready(self) -> None:
        import_module("catalog.listings.related")
        import_module("catalog.listings.standing")
