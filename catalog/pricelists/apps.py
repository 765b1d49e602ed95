from importlib import import_module

from django.apps import AppConfig


class PricelistsConfig(AppConfig):
    name = "catalog.pricelists"
    label = "pricelists"

    def ready(self) -> None:
        import_module("catalog.pricelists.counting")
