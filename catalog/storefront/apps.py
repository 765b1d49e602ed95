from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "catalog.storefront"
    label = "storefront"
