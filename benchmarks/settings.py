"""Settings of the measured server: the product's own, another database, and two constant views beside its addresses."""

import os

from config import broker
from config.embedded import address

os.environ.setdefault("GUICHET_VAR", str(address.CHECKOUT / "var" / "bench"))
os.environ.setdefault("CELERY_BROKER_URL", "memory://")

from config.settings import *  # noqa: F403 - the variables above are read while it is imported
from config.settings import CELERY_BROKER_URL, DATABASES

ROOT_URLCONF = "benchmarks.urls"
if "BENCH_DATABASE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["BENCH_DATABASE"]
    globals().update(broker.settings_for(CELERY_BROKER_URL, DATABASES["default"]))
