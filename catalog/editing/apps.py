from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "catalog.editing"
    label = "editing"
