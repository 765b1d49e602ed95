from django.apps import AppConfig


class VettingConfig(AppConfig):
    name = "partners.vetting"
    label = "vetting"
