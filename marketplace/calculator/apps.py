from django.apps import AppConfig


class CalculatorConfig(AppConfig):
    name = "marketplace.calculator"
    label = "calculator"
