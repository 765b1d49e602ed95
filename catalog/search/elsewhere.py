"""Cards with the prices of a channel or of another currency, where these are not what the documents say."""

from collections.abc import Collection, Sequence
from typing import Any

import orjson
from django.db import connection

from catalog.search.columns import market
from catalog.search.document import from_price
from catalog.search.pricing import EVERYWHERE

# By channel and currency, “north EUR”: where any listing has a price that its document does not say.
Pairs = frozenset[str]

_OTHERS = """
SELECT DISTINCT ON (listing_id, currency) listing_id::text, currency, monthly_minor FROM search_price
WHERE listing_id = ANY(%(ids)s::uuid[]) AND channel = ANY(%(channels)s)
ORDER BY listing_id, currency, channel DESC
"""


def stands_apart(pairs: Pairs, channel: str, currency: str | None) -> bool:
    """Whether in a channel, and a currency if one is named, anything costs what its document does not say."""
    if currency is not None:
        return market(channel, currency) in pairs or market(EVERYWHERE, currency) in pairs
    return channel != EVERYWHERE and any(one.startswith(f"{channel} ") for one in pairs)


def cards_of(cards: Sequence[str], channel: str, currency: str | None, pairs: Pairs) -> list[str]:
    """Return cards with the prices of a channel, in the currency if one is named; one query, and none where all agree.

    A card without a price in that currency keeps its own.
    """
    if not cards or not stands_apart(pairs, channel, currency):
        return list(cards)
    read = [orjson.loads(card) for card in cards]
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, {"ids": [one["id"] for one in read], "channels": [EVERYWHERE, channel]})
        found: dict[str, dict[str, int | None]] = {}
        for listing_id, other, monthly in cursor.fetchall():
            found.setdefault(listing_id, {})[other] = monthly
    return [
        _with_price(card, said, found.get(said["id"], {}), currency) for card, said in zip(cards, read, strict=True)
    ]


def _with_price(card: str, said: dict[str, Any], prices: dict[str, int | None], currency: str | None) -> str:
    shown = said["from_price"]
    wanted = currency or (shown["currency"] if shown else _only(prices))
    if wanted not in prices:
        return card
    return orjson.dumps(said | {"from_price": from_price(prices[wanted], wanted)}).decode()


def _only(currencies: Collection[str]) -> str:
    return next(iter(sorted(currencies)), "")
