"""The search room as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "catalog.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        import_module("catalog.search.beside")
