from importlib import import_module

from django.apps import AppConfig


class TogetherConfig(AppConfig):
    name = "marketplace.together"
    label = "together"

    def ready(self) -> None:
        import_module("marketplace.together.beside")
