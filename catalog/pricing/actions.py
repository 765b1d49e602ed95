"""Verbs of pricing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from catalog.pricing.checks import check_price
from catalog.pricing.models import Price
from catalog.pricing.rule import PriceTerms
from core.actors import Actor
from core.refusals import Invalid


@transaction.atomic(savepoint=False)
def set_prices(*, prices: Sequence[PriceTerms], actor: Actor, at: datetime) -> list[Price]:
    """Write prices, one statement for all. A price is never changed: what costs something else gets another one.

    The fact is recorded by the action that puts a price to use, since a price means nothing by itself. Raises Invalid,
    which names each value; with several prices, the pointers begin with their place.
    """
    refuse_prices(prices)
    return Price.objects.bulk_create(Price(**price, created_at=at) for price in prices)


def set_price(*, price: PriceTerms, actor: Actor, at: datetime) -> Price:
    """Write one price, as `set_prices` does."""
    return set_prices(prices=[price], actor=actor, at=at)[0]


def refuse_prices(prices: Sequence[PriceTerms]) -> None:
    """Raise Invalid unless each price can be used; with several prices, the pointers begin with their place."""
    errors = [
        error.said(below=f"/{place}" if len(prices) > 1 else "")
        for place, price in enumerate(prices)
        for error in check_price(**price)
    ]
    if errors:
        raise Invalid("The price cannot be used; “errors” names each value and what to do.", errors=errors)
