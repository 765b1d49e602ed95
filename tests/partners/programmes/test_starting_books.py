"""The rule books that ship with the product: enough of them, mostly decided by checks, and written for everybody."""

import re

import pytest

from partners.programmes import shipped, specs
from partners.programmes.evidence import LANGUAGES
from partners.programmes.sentences import requirement
from partners.vetting.checks import CHECKS

BOOKS = {path.stem: specs.read_all(shipped.read_file(path)["requirements"]) for path in shipped.BOOKS}
ALL = [spec for book in BOOKS.values() for spec in book]
FIRST_STEPS = ["IDN-001", "IDN-002", "IDN-003", "LEG-001", "LEG-002"]
# What an address or a path to a file says with its slashes is no “or”.
ADDRESS = re.compile(r"https?://\S+|(?<!\S)/\S+")
PROMISES_NOTHING = re.compile(r"\b(and/or|et/ou|etc|TODO|TBD|lorem)\b|\?\?|\.\.\.", re.IGNORECASE)

each = pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.key)


def texts(spec):
    for language in LANGUAGES:
        for name in specs.Words.__dataclass_fields__:
            yield language, name, getattr(spec.words[language], name)


def test_there_are_enough_requirements_and_most_are_decided_by_checks():
    assert list(BOOKS) == list(specs.SCOPES)
    assert len(ALL) >= 40
    assert sum(spec.decided_by == "check" for spec in ALL) >= 0.6 * len(ALL)


def test_every_check_that_is_named_exists_and_every_check_is_used():
    assert {spec.check for spec in ALL if spec.check} == CHECKS.keys()


def test_a_key_means_one_thing_in_all_books():
    assert len({spec.key for spec in ALL}) == len(ALL)


def test_every_kind_of_requirement_is_asked_and_every_capability_is_granted_by_some_rule():
    assert {spec.kind for spec in ALL} == set(specs.KINDS)
    assert {capability for spec in BOOKS["partner"] for capability in spec.blocks} == set(specs.CAPABILITIES)
    assert {spec.badge for spec in ALL if spec.badge} == {"secure", "well-supported"}


def test_the_first_listing_asks_a_partner_only_for_what_takes_an_afternoon():
    first = [spec for spec in BOOKS["partner"] if {"list_public", "new_sales", "sell"} & set(spec.blocks)]
    assert [spec.key for spec in first] == FIRST_STEPS
    assert {spec.key for spec in first if spec.decided_by == "reviewer"} == {"IDN-001"}


def test_what_keeps_an_offer_out_of_the_catalogue_is_decided_from_its_listing():
    for scope in ("offer", "add_on", "bundle"):
        for spec in BOOKS[scope]:
            if "list_public" in spec.blocks:
                assert (spec.decided_by, spec.accepts.kind) == ("check", "probe"), spec.key
                assert spec.touches, f"{spec.key} is never looked at again, although it is about the listing"


@each
def test_a_requirement_is_written_without_words_that_can_be_read_two_ways(spec):
    for language, name, text in texts(spec):
        assert "/" not in ADDRESS.sub("", text), (language, name)
        assert not PROMISES_NOTHING.search(text), (language, name)


@each
def test_a_requirement_is_complete_in_both_languages_and_not_copied_from_one_to_the_other(spec):
    english, french = spec.words["en"], spec.words["fr"]
    for name in ("title", "text", "why", "bad", "calibration"):
        assert getattr(english, name) != getattr(french, name), name
    # A translation that lost a sentence would be much shorter.
    for name in ("text", "why", "calibration"):
        assert 0.75 < len(getattr(french, name)) / len(getattr(english, name)) < 1.7, name
    for language in LANGUAGES:
        assert requirement(spec.applies_if, spec.any_of, spec.evidence, language).endswith(".")


@each
def test_a_requirement_has_a_good_and_a_bad_example_and_tells_reviewers_how_to_agree(spec):
    for language in LANGUAGES:
        words = spec.words[language]
        assert words.good != words.bad
        assert len(words.text) >= 60
        assert len(words.calibration) >= 60
    if spec.decided_by == "check":
        assert spec.words["en"].calibration.startswith("Decided by the check")
        assert spec.words["fr"].calibration.startswith("Décidé par le contrôle")


@each
def test_a_document_that_ages_is_asked_for_again(spec):
    if any(accepts.max_age for accepts in spec.evidence.values()):
        assert spec.check == "evidence_age"
        assert spec.valid_for
