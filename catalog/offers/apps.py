from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "catalog.offers"
    label = "offers"
