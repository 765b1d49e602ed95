from django.apps import AppConfig


class PricelistsConfig(AppConfig):
    name = "catalog.pricelists"
    label = "pricelists"
