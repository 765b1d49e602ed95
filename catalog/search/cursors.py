"""Cursors: where a page ended, as one opaque word that is read back with every part checked. Pure.

A cursor opens nothing: the list is public, and a forged one only begins the page somewhere else.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import orjson

_LARGEST = 2**63 - 1
_LATEST = 250_000_000_000_000_000  # microseconds: about the year 9892
_LONGEST = 2000
_LONGEST_KEY = 1000


class Order(StrEnum):
    """The orders a list may have; each ends in the listing's id, so that no two places are equal."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    NAME = "name"
    PRICE = "price"
    DEAREST = "-price"
    RATING = "rating"
    # What works with what one holds first, then newest first: the default of whoever holds something, never named.
    FITTING = "fitting"


Key = tuple[int, bool, datetime] | tuple[bool, datetime] | datetime | str | int


class BadCursor(ValueError):
    """The text is no cursor of this order."""


@dataclass(frozen=True, slots=True)
class Place:
    """The last row of a page: its key in the order, and its id.

    The key of relevance is (score, whether the search was broad, published_at), that of what fits first is (whether it
    does, published_at).
    """

    order: Order
    key: Key
    listing_id: UUID


def encode(place: Place) -> str:
    """Return the cursor for a place."""
    match place.key:
        case (score, broad, published_at):
            key: object = [score, broad, _microseconds(published_at)]
        case (fits, published_at):
            key = [fits, _microseconds(published_at)]
        case datetime():
            key = _microseconds(place.key)
        case _:
            key = place.key
    raw = orjson.dumps([place.order[0], key, place.listing_id.hex])
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str, order: Order) -> Place:
    """Return the place that `text` names in `order`. Raises BadCursor for anything `encode` would not have made."""
    try:
        if len(text) > _LONGEST:
            raise BadCursor(text[:40])
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        initial, key, hexadecimal = orjson.loads(raw)
        if initial != order[0] or not isinstance(hexadecimal, str):
            raise BadCursor(text)
        return Place(order, _key(order, key), UUID(hexadecimal))
    except (binascii.Error, ValueError, TypeError, OverflowError) as error:
        raise BadCursor(text[:40]) from error


def _key(order: Order, key: object) -> Key:
    match order, key:
        case Order.RELEVANCE, [int(score), bool(broad), stamp] if 0 <= score < 1 << 15:
            return score, broad, _instant(stamp)
        case Order.FITTING, [bool(does_fit), stamp]:
            return does_fit, _instant(stamp)
        case Order.NEWEST, _:
            return _instant(key)
        case Order.NAME, str(name) if "\0" not in name and len(name) <= _LONGEST_KEY:
            return name
        case Order.PRICE | Order.DEAREST | Order.RATING, int(number) if (
            not isinstance(number, bool) and abs(number) <= _LARGEST
        ):
            return number
    raise BadCursor(str(key)[:40])


def _microseconds(at: datetime) -> int:
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _instant(stamp: object) -> datetime:
    if not isinstance(stamp, int) or isinstance(stamp, bool) or abs(stamp) > _LATEST:
        raise BadCursor(str(stamp)[:40])
    seconds, micro = divmod(stamp, 1_000_000)
    return datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=micro)
