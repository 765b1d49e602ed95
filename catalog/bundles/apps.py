from importlib import import_module

from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "catalog.bundles"
    label = "bundles"

    def ready(self) -> None:
        import_module("catalog.bundles.alone")
        import_module("catalog.bundles.telling")
