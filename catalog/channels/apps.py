from importlib import import_module

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "catalog.channels"
    label = "channels"

    def ready(self) -> None:
        import_module("catalog.channels.standing")
