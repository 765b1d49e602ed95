"""A cursor is read back as it was written, and nothing else is taken for one."""

import base64
from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.cursors import BadCursor, Order, Place, decode, encode

INSTANTS = st.datetimes(datetime(1971, 1, 1), datetime(8999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
KEYS = {
    Order.RELEVANCE: st.tuples(st.integers(0, 4095), st.booleans(), INSTANTS),
    Order.NEWEST: INSTANTS,
    Order.NAME: st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=100),
    Order.PRICE: st.integers(0, 2**62),
    Order.DEAREST: st.integers(0, 2**62),
    Order.RATING: st.integers(0, 2**62),
    Order.FITTING: st.tuples(st.booleans(), INSTANTS),
}
PLACES = st.one_of(*(st.builds(Place, st.just(order), key, st.uuids()) for order, key in KEYS.items()))


@given(PLACES)
def test_a_place_survives_its_cursor(place):
    assert decode(encode(place), place.order) == place


@given(PLACES, st.sampled_from(Order))
def test_a_cursor_of_another_order_is_refused(place, order):
    if order is not place.order:
        with pytest.raises(BadCursor):
            decode(encode(place), order)


@given(st.one_of(st.text(max_size=80), st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode())))
def test_nonsense_is_refused(text):
    for order in Order:
        with pytest.raises(BadCursor):
            decode(text, order)


@pytest.mark.parametrize(
    ("order", "key"),
    [
        (Order.NEWEST, 10**30), (Order.NEWEST, 1.5), (Order.NEWEST, True), (Order.NEWEST, -(10**17)),
        (Order.RELEVANCE, [1, 2]), (Order.RELEVANCE, [1 << 40, False, 0]), (Order.RELEVANCE, [1, 0, 0]),
        (Order.FITTING, [1, 0]), (Order.FITTING, [True]), (Order.FITTING, [True, 1 << 60]),
        (Order.NAME, "a\0b"), (Order.NAME, None), (Order.NAME, "x" * 1500),
        (Order.PRICE, 2**63), (Order.PRICE, "5"), (Order.PRICE, True),
    ],
)  # fmt: skip
def test_a_forged_key_is_refused(order, key):
    raw = orjson.dumps([order[0], key, UUID(int=1).hex]) if key not in (10**30,) else b'["n",1%s,"%s"]' % (
        b"0" * 30, UUID(int=1).hex.encode())  # fmt: skip
    with pytest.raises(BadCursor):
        decode(base64.urlsafe_b64encode(raw).decode(), order)
