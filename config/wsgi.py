"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from config.embedded import client

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
client.ensure()
application = get_wsgi_application()
