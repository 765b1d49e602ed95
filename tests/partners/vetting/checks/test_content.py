"""Checks of what the partner gave or is known of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iban import calc_check_digits

from partners.vetting.checks.languages import language_of
from tests.partners.vetting.checks.judging import codes, run

ENGLISH = (
    "The dashboard shows what your team has done in the last week, and which of the open questions are still with you."
    " It works in any browser and does not need to be installed by an administrator."
)
FRENCH = (
    "Le tableau de bord montre ce que votre équipe a fait dans la semaine, et lesquelles des questions ouvertes sont"
    " encore chez vous. Il fonctionne dans tous les navigateurs et ne demande pas d’installation par un administrateur."
)
GERMAN = (
    "Die Übersicht zeigt, was das Team in der letzten Woche gemacht hat und welche der offenen Fragen noch bei Ihnen"
    " liegen. Sie läuft in jedem Browser und muss nicht von einem Administrator installiert werden."
)


@pytest.mark.parametrize(
    "iban",
    [
        "FR76 3000 6000 0112 3456 7890 189",
        "DE89370400440532013000",
        "GB29 NWBK 6016 1331 9268 19",
        "NL91ABNA0417164300",
    ],
)
def test_real_ibans_pass(iban):
    assert run("iban", iban=iban).verdict == "passed"


@pytest.mark.parametrize(
    ("iban", "code"),
    [
        ("", "iban_missing"), ("  ", "iban_missing"), ("FR7630006000011234567890188", "iban_checksum"),
        ("FR763000600001123456789018", "iban_malformed"), ("XX00", "iban_malformed"), ("not an iban", "iban_malformed"),
    ],
)  # fmt: skip
def test_wrong_ibans_say_what_is_wrong(iban, code):
    result = run("iban", iban=iban)
    assert result.verdict == "failed"
    assert codes(result) in ([code], ["iban_checksum"]) if code == "iban_malformed" else codes(result) == [code]


german_accounts = st.integers(0, 10**18 - 1).map(lambda n: f"{n:018}")


@given(german_accounts, st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_of_an_iban_never_passes(account, place, shift):
    right = f"{calc_check_digits('DE00' + account)}{account}"
    assert run("iban", iban=f"DE{right}").verdict == "passed"
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert run("iban", iban=f"DE{wrong}").verdict == "failed"


def price(plan, amount):
    return {"plan": plan, "amount": amount, "currency": "EUR", "interval": "month"}


def test_prices_in_the_listing_are_those_of_the_plans():
    charged = [price("team", "12.50"), price("solo", "5.00")]
    same = {"plan_prices": charged, "listing_prices": charged[::-1]}
    assert run("listing_price", subject=same).verdict == "passed"
    other = {"plan_prices": charged, "listing_prices": [price("team", "9.90")]}
    result = run("listing_price", subject=other)
    assert codes(result) == ["price_differs", "price_not_shown"]
    assert result.observations[0].values["listed"] == "9.90 EUR month"


@pytest.mark.parametrize(
    ("logo", "expected"),
    [
        ({"width": 256, "height": 4096, "bytes": 1 << 20}, []),
        ({"width": 255, "height": 300, "bytes": 9}, ["logo_dimensions"]),
        ({"width": 300, "height": 4097, "bytes": (1 << 20) + 1}, ["logo_dimensions", "logo_too_heavy"]),
        ({}, ["logo_missing"]),
        ({"width": True, "height": 300, "bytes": 9}, ["logo_missing"]),
    ],
)
def test_a_logo_has_a_size_that_can_be_shown(logo, expected):
    assert codes(run("logo_size", subject={"logo": logo})) == expected


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("fr", FRENCH), ("de", GERMAN)])
def test_a_text_is_recognised_by_its_commonest_words(language, text):
    assert language_of(text) == language


@given(st.text(max_size=400))
def test_no_text_is_too_odd_to_have_no_language(text):
    assert language_of(text) in {"", "en", "fr", "de", "es", "it", "nl", "pt"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"en": ENGLISH, "fr": FRENCH}, []),
        ({"fr": ENGLISH}, ["text_other_language"]),
        ({"en": "Great tool."}, ["text_too_short"]),
        ({"en": ENGLISH * 100}, ["text_too_long"]),
        ({}, ["text_missing"]),
        ({"en": "Lorem ipsum " * 20}, []),
    ],
)
def test_descriptions_have_a_length_and_the_language_they_claim(texts, expected):
    assert codes(run("text_quality", subject={"texts": texts})) == expected


@pytest.mark.parametrize(
    ("classes", "evidence", "expected"),
    [
        (["none"], {}, []),
        (["contact"], {"filename": "dpa.pdf"}, []),
        (["health", "usage"], {"url": "https://a.example/dpa"}, []),
        (["health", "usage"], {}, ["data_processing_agreement_missing"]),
        ([], {"filename": "dpa.pdf"}, ["data_classes_undeclared"]),
    ],
)
def test_personal_data_needs_an_agreement(classes, evidence, expected):
    assert codes(run("data_processing_agreement", subject={"data_classes": classes}, **evidence)) == expected


@pytest.mark.parametrize(
    ("members", "without", "verdict"),
    [(3, 0, "passed"), (3, 1, "failed"), (0, 0, "undecided"), (None, None, "undecided")],
)
def test_every_member_has_a_second_factor(members, without, verdict):
    assert run("member_mfa", subject={"members": members, "members_without_mfa": without}).verdict == verdict


@pytest.mark.parametrize(
    ("issued_on", "max_age", "expected"),
    [
        ("2025-11-22", "", []),
        ("2025-11-21", "", ["evidence_too_old"]),
        ("2026-08-22", "P3M", []),
        ("2026-08-21", "P3M", ["evidence_too_old"]),
        ("2026-11-22", "", []),
        ("2026-11-23", "", ["issued_in_future"]),
        ("", "", ["issued_on_missing"]),
        ("yesterday", "", ["issued_on_missing"]),
    ],
)
def test_a_document_is_recent_by_its_date_of_issue(issued_on, max_age, expected):
    assert codes(run("evidence_age", accepts={"max_age": max_age}, issued_on=issued_on)) == expected
