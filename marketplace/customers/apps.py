from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "marketplace.customers"
    label = "customers"
