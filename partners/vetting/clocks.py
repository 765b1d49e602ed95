"""Whose clock runs, for how long, and how long it may: in working hours of the marketplace's own desk."""

from datetime import datetime, timedelta

from django.conf import settings

from core.calendars import Calendar

# A person decides within two business days in nine cases of ten, and within three in every case.
GOAL = timedelta(hours=16)
LIMIT = timedelta(hours=24)


def desk() -> Calendar:
    """Return the calendar of the people who decide (`DESK_COUNTRY`, `DESK_ZONE`)."""
    return Calendar(settings.DESK_COUNTRY, settings.DESK_ZONE)


def decision_due(began_at: datetime) -> datetime:
    """Return the instant at which a decision that is awaited since `began_at` is late."""
    return desk().after(began_at, LIMIT)


def hours(business_time: timedelta) -> float:
    """Return business time in hours, to a tenth, as it is shown."""
    return round(business_time / timedelta(hours=1), 1)
