from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "catalog.bundles"
    label = "bundles"
