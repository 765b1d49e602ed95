from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "partners.organisations"
    label = "partner_organisations"
    verbose_name = "Partners"
