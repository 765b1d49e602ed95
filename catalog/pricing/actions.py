"""Verbs of pricing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NotRequired, TypedDict

from django.db import transaction

from catalog.pricing.checks import check_price
from catalog.pricing.models import Price
from core.actors import Actor
from core.refusals import Invalid


class PriceTerms(TypedDict):
    """What a price is made of."""

    scheme: str
    currency: str
    interval: str
    terms: dict[str, Any]
    unit: NotRequired[str]
    meter: NotRequired[dict[str, Any] | None]
    conditions: NotRequired[dict[str, Any]]


@transaction.atomic(savepoint=False)
def set_prices(*, prices: Sequence[PriceTerms], actor: Actor, at: datetime) -> list[Price]:
    """Write prices, one statement for all. A price is never changed: what costs something else gets another one.

    The fact is recorded by the action that puts a price to use, since a price means nothing by itself. Raises Invalid,
    which names each value; with several prices, the pointers begin with their place.
    """
    errors = [
        {
            "pointer": (f"/{place}" if len(prices) > 1 else "") + error.pointer,
            "code": error.code,
            "detail": error.detail,
        }
        for place, price in enumerate(prices)
        for error in check_price(**price)
    ]
    if errors:
        raise Invalid("The price cannot be used; “errors” names each value and what to do.", errors=errors)
    return Price.objects.bulk_create(Price(**price, created_at=at) for price in prices)


def set_price(*, price: PriceTerms, actor: Actor, at: datetime) -> Price:
    """Write one price, as `set_prices` does."""
    return set_prices(prices=[price], actor=actor, at=at)[0]
