from django.apps import AppConfig
from django.core.checks import register

from marketplace.billing.checks import operator_is_named


class BillingConfig(AppConfig):
    name = "marketplace.billing"
    label = "billing"

    def ready(self) -> None:
        register(operator_is_named)
