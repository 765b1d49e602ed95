"""Prices: what may be set, that they never change, and how they are said."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from catalog.pricing.actions import set_price, set_prices
from catalog.pricing.models import Price
from catalog.pricing.wording import price_json, price_sentence
from core import clock
from core.actors import SYSTEM
from core.refusals import Invalid

GOOD = {"scheme": "flat", "currency": "EUR", "interval": "month", "terms": {"amount": "12.50"}}


def price(**changes):
    return set_price(**GOOD | changes, actor=SYSTEM, at=clock.now())


def pointers(refusal):
    return [error["pointer"] for error in refusal.value.extensions["errors"]]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"scheme": "free"}, "/scheme"),
        ({"currency": "EURO"}, "/currency"),
        ({"currency": "XXX"}, "/currency"),
        ({"currency": "eur"}, "/currency"),
        ({"interval": "week"}, "/interval"),
        ({"terms": {"amount": "-1.00"}}, "/terms/amount"),
        ({"terms": {}}, "/terms/amount"),
    ],
)
def test_a_price_that_cannot_be_used_is_refused_and_not_written(db, changes, pointer):
    with pytest.raises(Invalid) as refusal, transaction.atomic():
        price(**changes)
    assert pointers(refusal) == [pointer]
    assert not Price.objects.exists()


def test_of_several_prices_each_bad_value_is_named_with_its_place(db):
    with pytest.raises(Invalid) as refusal, transaction.atomic():
        set_prices(prices=[GOOD, GOOD | {"currency": "XXX"}], actor=SYSTEM, at=clock.now())
    assert pointers(refusal) == ["/1/currency"]
    assert not Price.objects.exists()


def test_twelve_decimals_are_kept(db):
    made = price(terms={"amount": "0.000000000001"})
    assert Price.objects.get(pk=made.pk).terms == {"amount": "0.000000000001"}


@pytest.mark.parametrize("statement", ["UPDATE pricing_price SET currency = 'USD'", "DELETE FROM pricing_price"])
def test_the_database_refuses_to_change_or_delete_a_price(db, statement):
    made = price()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Price.objects.get(pk=made.pk).currency == "EUR"


@pytest.mark.parametrize(
    ("said", "english", "french"),
    [
        ({}, "€12.50 per month", "12,50 € par mois"),
        ({"scheme": "per_seat"}, "€12.50 per seat and month", "12,50 € par utilisateur et par mois"),
        ({"interval": "year", "terms": {"amount": "1200"}}, "€1,200.00 per year", "1 200,00 € par an"),
        ({"terms": {"amount": "0.0001"}}, "€0.0001 per month", "0,0001 € par mois"),
        ({"currency": "JPY", "terms": {"amount": "500"}}, "500 JPY per month", "500 JPY par mois"),
        ({"currency": "BHD", "terms": {"amount": "1.5"}}, "1.500 BHD per month", "1,500 BHD par mois"),
    ],
)
def test_a_price_is_said_in_the_readers_language(said, english, french):
    for language, sentence in (("en", english), ("fr", french)):
        with translation.override(language):
            assert price_sentence(**GOOD | said).replace("\xa0", " ").replace("\u202f", " ") == sentence


def test_the_api_shows_terms_amount_and_sentence():
    shown = price_json(**GOOD | {"terms": {"amount": "12.5"}})
    assert shown["unit_price"] == {"amount": "12.50", "currency": "EUR"}
    assert shown["terms"] == {"amount": "12.5"}
