"""Prices: what may be set, that they never change, and how they are said."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalog.pricing.actions import set_price, set_prices
from catalog.pricing.aggregations import AGGREGATIONS
from catalog.pricing.checks import check_price
from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.labels import LABELS
from catalog.pricing.models import Price
from catalog.pricing.rule import Rule
from catalog.pricing.scheme import Counts
from catalog.pricing.schemes import SCHEMES
from catalog.pricing.wording import price_json, price_sentence
from core import clock
from core.actors import SYSTEM
from core.refusals import Invalid
from tests.catalog.pricing import terms as usable

GOOD = {"scheme": "flat", "currency": "EUR", "interval": "month", "terms": {"amount": "12.50"}}


def price(**changes):
    return set_price(price=GOOD | changes, actor=SYSTEM, at=clock.now())


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
        ({"unit": "GB"}, "/unit"),
        ({"meter": {"aggregation": "sum", "field": "gb"}}, "/meter"),
        ({"scheme": "per_unit"}, "/unit"),
        ({"scheme": "per_unit", "unit": "G\nB"}, "/unit"),
        ({"scheme": "per_unit", "unit": "x" * 21}, "/unit"),
        ({"scheme": "per_unit", "unit": "GB", "meter": {"aggregation": "median"}}, "/meter/aggregation"),
        ({"scheme": "per_unit", "unit": "GB", "meter": {"aggregation": "sum"}}, "/meter/field"),
        ({"scheme": "per_unit", "unit": "GB", "meter": {"aggregation": "count", "field": "gb"}}, "/meter/field"),
        ({"scheme": "percentage", "terms": {"rate_percent": "2"}}, "/meter"),
        (
            {"scheme": "dynamic", "terms": {"multiplier": "1"}, "meter": {"aggregation": "max", "field": "amount"}},
            "/meter/aggregation",
        ),
        ({"conditions": []}, "/conditions"),
        ({"conditions": {"gift": {}}}, "/conditions/gift"),
        ({"conditions": {"trial": {"days": 0}}}, "/conditions/trial/days"),
        ({"conditions": {"trial": {"days": 14.0}}}, "/conditions/trial/days"),
        ({"conditions": {"included_units": {"quantity": "5"}}}, "/conditions/included_units"),
        ({"conditions": {"paid_monthly": {}}}, "/conditions/paid_monthly"),
        (
            {"conditions": {"minimum": {"amount": "2"}, "maximum": {"amount": "1"}}},
            "/conditions/maximum/amount",
        ),
        (
            {
                "scheme": "per_unit",
                "unit": "GB",
                "interval": "year",
                "meter": {"aggregation": "count"},
                "conditions": {"paid_monthly": {}},
            },
            "/conditions/paid_monthly",
        ),
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
            assert price_sentence(Rule.of(GOOD | said)).replace("\xa0", " ").replace("\u202f", " ") == sentence


def test_the_api_shows_terms_amount_and_sentence():
    shown = price_json(Rule.of(GOOD | {"terms": {"amount": "12.5"}}))
    assert shown["unit_price"] == {"amount": "12.50", "currency": "EUR"}
    assert shown["terms"] == {"amount": "12.5"}


TIERS = [{"up_to": "10", "unit_price": "2", "flat_fee": "5"}, {"up_to": None, "unit_price": "0.5"}]
METER = {"aggregation": "sum", "field": "gigabytes"}
SAID = [
    (
        {"scheme": "graduated", "terms": {"tiers": TIERS}, "unit": "GB", "meter": METER},
        "€2.00 per GB at first, in tiers",
        ["the first 10 GB: €2.00 each + €5.00 once", "above 10 GB: €0.50 each"],
        "2,00 € par GB d’abord, par paliers",
    ),
    (
        {"scheme": "volume", "terms": {"tiers": TIERS}, "unit": "machine"},
        "€2.00 per machine and month at first, in tiers",
        ["up to 10 machine in all: €2.00 each + €5.00 once", "above 10 machine: €0.50 each"],
        "2,00 € par machine et par mois d’abord, par paliers",
    ),
    (
        {
            "scheme": "package",
            "terms": {"package_size": "1000", "package_price": "5", "free_units": "100", "rounding": "down"},
            "unit": "e-mail",
            "meter": METER,
        },
        "€5.00 for each 1,000 e-mail",
        ["100 e-mail are free", "a begun package costs nothing"],
        "5,00 € pour chaque lot de 1 000 e-mail",
    ),
    (
        {
            "scheme": "percentage",
            "terms": {"rate_percent": "2.9", "fixed_fee": "0.30", "free_transactions": 1, "max_per_transaction": "9"},
            "meter": METER,
        },
        "2.9% and €0.30 of each transaction",
        ["the first transaction of a period is free", "at most €9.00 for each transaction"],
        "2,9 % et 0,30 € par transaction",
    ),
    (
        {"scheme": "dynamic", "terms": {"multiplier": "1.2"}, "meter": METER},
        "what each event says, times 1.2",
        [],
        "ce que dit chaque événement, fois 1,2",
    ),
    (
        {
            "scheme": "matrix",
            "terms": {
                "dimensions": ["region"],
                "cells": [{"values": ["eu"], "unit_price": "2"}],
                "otherwise": "3",
            },
            "meter": METER,
        },
        "from €2.00, by region",
        ["eu: €2.00", "everything else: €3.00"],
        "à partir de 2,00 €, selon : region",
    ),
]


@pytest.mark.parametrize(("said", "english", "steps", "french"), SAID, ids=[row[0]["scheme"] for row in SAID])
def test_what_a_price_asks_is_said_step_by_step(said, english, steps, french):
    assert check_price(**GOOD | said) == []
    with translation.override("en"):
        told = price_json(Rule.of(GOOD | said))
        assert (_plain(told["sentence"]), [*map(_plain, told["steps"])]) == (english, steps)
    with translation.override("fr"):
        assert _plain(price_sentence(Rule.of(GOOD | said))) == french


def test_every_condition_is_said_in_the_order_in_which_it_takes_effect():
    conditions = {
        "paid_monthly": {},
        "commitment": {"months": 36},
        "trial": {"days": 1},
        "setup_fee": {"amount": "250"},
        "maximum": {"amount": "9000"},
        "minimum": {"amount": "100"},
        "included_units": {"quantity": "5"},
    }
    price = GOOD | {"scheme": "per_seat", "interval": "year", "conditions": conditions}
    assert check_price(**price) == []
    with translation.override("en"):
        assert price_json(Rule.of(price))["more"] == [
            "5 seats included",
            "at least €100.00 per year",
            "at most €9,000.00 per year",
            "set-up €250.00, once",
            "1 day free",
            "for at least 3 years",
            "paid in twelve monthly parts",
        ]


def test_every_scheme_condition_and_aggregation_has_a_name_a_schema_and_sentences(client):
    answer = client.get("/api/v1/pricing-schemes", headers={"Accept-Language": "fr"}).json()
    assert [one["code"] for one in answer["schemes"]] == list(SCHEMES)
    assert [one["code"] for one in answer["conditions"]] == list(CONDITIONS)
    assert [one["code"] for one in answer["aggregations"]] == list(AGGREGATIONS)
    assert all(one["name"] and one["schema"]["type"] == "object" for part in answer.values() for one in part)
    assert answer["schemes"][0]["name"] == "Montant fixe"
    assert set(LABELS) == {*SCHEMES, *CONDITIONS, *AGGREGATIONS}


@pytest.mark.parametrize("code", SCHEMES)
@given(data=st.data())
def test_every_usable_price_can_be_said_in_both_languages(code, data):
    scheme, terms = SCHEMES[code], data.draw(usable.SCHEMES[code])
    unit = "GB" if scheme.counts is Counts.UNITS else ""
    meter = METER if scheme.counts in (Counts.AMOUNTS, Counts.CELLS) else None
    conditions = data.draw(st.fixed_dictionaries({}, optional=usable.CONDITIONS))
    rule = Rule.of(GOOD | {"scheme": code, "terms": terms, "unit": unit, "meter": meter, "conditions": conditions})
    for language in ("en", "fr"):
        with translation.override(language):
            told = price_json(rule)
            assert told["sentence"]
            assert all([*told["steps"], *told["more"]])
            assert len(told["more"]) == len(conditions)


def _plain(text):
    return text.replace("\xa0", " ").replace("\u202f", " ")
