from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.refusals import Invalid
from marketplace.billing.taxation import TaxParty, evidence, tax_for
from marketplace.billing.totals import Category
from marketplace.billing.vat_rates import STANDARD_RATES, standard_rate
from marketplace.customers.countries import COUNTRIES, EUROPEAN_UNION
from marketplace.customers.vat_ids import examine

ON = date(2026, 3, 1)
VERIFIED = datetime(2026, 1, 2, tzinfo=UTC)


def tax(country, *, vat_id="", verified=False, seller="FR", on=ON):
    return tax_for(TaxParty(country, vat_id, VERIFIED if verified else None), seller_country=seller, on=on)


def test_every_member_state_has_a_rate_between_15_and_27_percent_in_ascending_days():
    assert STANDARD_RATES.keys() == EUROPEAN_UNION
    assert len(EUROPEAN_UNION) == 27
    assert EUROPEAN_UNION < COUNTRIES
    for state, rates in STANDARD_RATES.items():
        assert [since for since, _ in rates] == sorted({since for since, _ in rates}), state
        assert all(Decimal(15) <= rate <= Decimal(27) for _, rate in rates)


@pytest.mark.parametrize(
    ("state", "on", "rate"),
    [
        ("DE", date(2020, 6, 30), "19"),
        ("DE", date(2020, 7, 1), "16"),
        ("DE", date(2020, 12, 31), "16"),
        ("DE", date(2021, 1, 1), "19"),
        ("EE", date(2025, 6, 30), "22"),
        ("EE", date(2025, 7, 1), "24"),
        ("FI", date(2024, 9, 1), "25.5"),
        ("RO", date(2025, 8, 1), "21"),
        ("SK", date(2025, 1, 1), "23"),
        ("FR", date(1999, 1, 1), "20"),
    ],
)
def test_a_rate_holds_from_its_day_on(state, on, rate):
    assert standard_rate(state, on) == Decimal(rate)


def test_a_domestic_customer_pays_domestic_vat_with_and_without_a_vat_id():
    for verified in (False, True):
        found = tax("FR", vat_id="FR40303265045", verified=verified)
        assert (found.category, found.rate) == (Category.STANDARD, 20)


def test_a_business_in_another_member_state_owes_the_vat_itself():
    found = tax("DE", vat_id="DE136695976", verified=True)
    assert (found.category, found.rate) == (Category.REVERSE_CHARGE, 0)
    assert "Art. 44 and 196" in found.note


def test_a_vat_id_that_was_never_verified_does_not_reverse_the_charge():
    found = tax("DE", vat_id="DE136695976")
    assert (found.category, found.rate) == (Category.STANDARD, 19)


def test_a_consumer_in_another_member_state_pays_the_rate_of_that_state():
    assert tax("HU").rate == 27
    assert tax("GR").rate == 24


@pytest.mark.parametrize("country", ["US", "GB", "CH", "NO", "RE", "AX"])
def test_outside_the_eu_there_is_no_eu_vat(country):
    assert (tax(country).category, tax(country).rate) == (Category.OUTSIDE_SCOPE, 0)


def test_monaco_counts_as_france():
    assert tax("MC").rate == 20
    assert tax("MC", vat_id="FR53000004605", verified=True).category == Category.STANDARD


def test_the_evidence_says_what_the_tax_was_decided_on():
    found = evidence(TaxParty("DE", "DE136695976", VERIFIED), seller_country="FR", on=ON)
    assert found == {
        "buyer_country": "DE",
        "seller_country": "FR",
        "vat_id": "DE136695976",
        "vat_id_verified_at": "2026-01-02T00:00:00+00:00",
        "vat_id_check": "structure and check digits",
        "on": "2026-03-01",
    }


@pytest.mark.parametrize(
    ("text", "country", "number", "verified"),
    [
        ("", "FR", "", False),
        ("fr 40 303 265 045", "FR", "FR40303265045", True),
        ("DE 136.695.976", "DE", "DE136695976", True),
        ("GR094259216", "GR", "EL094259216", True),
        ("el 094259216", "GR", "EL094259216", True),
        ("FR53000004605", "MC", "FR53000004605", True),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577IVA", False),
        ("12-3456789", "US", "123456789", False),
    ],
)
def test_a_vat_id_is_kept_in_one_spelling_and_verified_inside_the_eu(text, country, number, verified):
    found = examine(text, country)
    assert (found.number, found.verified) == (number, verified)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("DE136695977", "DE"),
        ("FR40303265045", "DE"),
        ("136695976", "DE"),
        ("DE", "DE"),
        ("DE" + "1" * 20, "DE"),
    ],
)
def test_a_vat_id_that_cannot_be_is_refused_by_name(text, country):
    with pytest.raises(Invalid) as refused:
        examine(text, country)
    assert refused.value.extensions["errors"][0]["pointer"] == "/vat_id"
