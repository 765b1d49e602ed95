from importlib import import_module

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "marketplace.reviews"
    label = "reviews"

    def ready(self) -> None:
        import_module("marketplace.reviews.speaking")
