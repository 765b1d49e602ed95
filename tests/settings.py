"""Settings of the tests: the product's own, with a database server of their own beside the developer's."""

import os

from config.embedded import address

os.environ.setdefault("GUICHET_VAR", str(address.CHECKOUT / "var" / "test"))
# A test database need not survive a power cut.
os.environ.setdefault("GUICHET_FSYNC", "off")
os.environ.setdefault("CELERY_BROKER_URL", "memory://")

from config.settings import *  # noqa: F403 - the variables above are read while it is imported

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "core.accounts.hashing.RandomSecretHasher",
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# What a test publishes it sees at once.
CATALOGUE_KEPT_SECONDS = 0.0
