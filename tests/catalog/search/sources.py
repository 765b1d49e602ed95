"""Listings for the tests of search."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

from catalog.search.document import Label, Price, Source
from core.periods import Interval

START = datetime(2026, 3, 1, tzinfo=UTC)
_count = count()


def source(name: str, **changed) -> Source:
    """A listing like another, except for what is `changed`."""
    n = next(_count)
    values = {
        "listing_id": uuid4(),
        "offer_id": uuid4(),
        "slug": f"listing-{n}",
        "name": name,
        "summary": "Does one thing",
        "description": "",
        "partner_id": UUID(int=7),
        "partner": Label("acme", "Acme"),
        "categories": [Label("tools", "Tools")],
        "prices": [Price("EUR", Decimal("9.00"), Interval.MONTH)],
        "published_at": START + timedelta(minutes=n),
    }
    return Source(**values | changed)
