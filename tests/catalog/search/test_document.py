"""The row kept of a listing."""

from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.document import Label, Price, build, lexemes
from core.periods import Interval
from tests.catalog.search.sources import source


@pytest.mark.parametrize(
    ("prices", "currency", "monthly"),
    [
        ([Price("EUR", Decimal("9.00"), Interval.MONTH), Price("EUR", Decimal("90.00"), Interval.YEAR)], "EUR", 750),
        ([Price("EUR", Decimal("12.06"), Interval.YEAR)], "EUR", 101),
        ([Price("EUR", Decimal("9.00"), Interval.MONTH), Price("JPY", Decimal(5), Interval.MONTH)], "EUR", 900),
        ([], "", None),
    ],
)
def test_the_price_shown_is_the_lowest_a_month_in_the_first_currency(prices, currency, monthly):
    entry = build(source("Thing", prices=prices))
    assert (entry.currency, entry.monthly_minor) == (currency, monthly)


def test_a_word_counts_for_the_best_field_it_is_in():
    found = lexemes(source("Photos", summary="photo wiki", description="photos wiki extra", partner=Label("x", "Zed")))
    assert found["photos"] == ("A", 1)
    assert found["photo"] == ("A", 1)
    assert found["wiki"] == ("C", 1)
    assert found["extra"] == ("D", 1)
    assert found["zed"] == ("B", 1)
    assert found["tool"] == ("B", 2)


def test_tags_are_found_like_categories_and_places_by_what_lies_around_them():
    thing = source("Board", tags=["remote-teams"], data_locations=["FR", "NO"], integrations=["scim"])
    assert lexemes(thing)["teams"] == ("B", 1)
    entry = build(thing)
    assert (entry.tags, entry.places, entry.integrations) == (["remote-teams"], ["FR", "NO", "eea"], ["scim"])


def test_the_card_is_json_with_the_price_in_minor_and_major_units():
    card = orjson.loads(build(source("Thing")).card)
    assert card["from_price"] == {"amount": "9.00", "currency": "EUR"}
    assert card["published_at"].endswith("Z")


@given(st.text(), st.text())
def test_any_text_makes_a_row(name, description):
    entry = build(source(name.encode("utf-8", "ignore").decode(), description=description))
    assert "\0" not in entry.words
    assert "\0" not in entry.name_key
