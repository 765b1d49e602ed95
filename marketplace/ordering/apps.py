from importlib import import_module

from django.apps import AppConfig


class OrderingConfig(AppConfig):
    name = "marketplace.ordering"
    label = "ordering"

    def ready(self) -> None:
        import_module("marketplace.ordering.buying")
