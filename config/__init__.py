"""How the house is put together: settings, addresses, Celery, servers. No floor imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
