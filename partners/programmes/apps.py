from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "partners.programmes"
    label = "programmes"
    verbose_name = "Programmes and requirements"
