from importlib import import_module

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "marketplace.subscriptions"
    label = "subscriptions"

    def ready(self) -> None:
        import_module("marketplace.subscriptions.holding")
