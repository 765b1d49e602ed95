from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "core.events"
    label = "events"
    verbose_name = "What happened"

    def ready(self) -> None:
        autodiscover_modules("events", "handlers")
