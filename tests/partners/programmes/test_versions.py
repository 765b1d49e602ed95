"""Numbers, notice and diffs of rule book versions: values in, values out."""

import copy
import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings

from partners.programmes import conditions, shipped, strictness
from partners.programmes.diff import Revision, diff, keys
from partners.programmes.specs import Spec
from partners.programmes.versions import EMERGENCY_NOTICE, NOTICE, Number, earliest, fingerprint
from tests.partners.programmes.strategies import FACTS, some_conditions, some_facts

AT = datetime(2026, 3, 1, tzinfo=UTC)
FRENCH = {"fact": "country", "in": ["FR"]}
EUROPEAN = {"fact": "country", "in": ["DE", "FR"]}
FILE = {"kind": "file", "media_types": ["application/pdf", "image/png"], "max_bytes": 1000, "max_age": "P1Y"}
LABEL = {"label": {"en": "report", "fr": "rapport"}}
OTHER = {"kind": "url", "label": {"en": "page", "fr": "page"}}
WORDS = next(r for r in shipped.read_file()["requirements"] if r["key"] == "IDN-001")["words"]
SPEC = {
    "key": "SEC-001",
    "kind": "security",
    "level": "mandatory",
    "decided_by": "check",
    "check": "file",
    "blocks": ["sell"],
    "valid_for": "P1Y",
    "touches": ["website"],
    "evidence": {"report": FILE},
    "words": WORDS,
}


def changes(before, after):
    return diff([Revision(spec=Spec.read(before), number=1)], [Revision(spec=Spec.read(after), number=2)])


@pytest.mark.parametrize(
    ("change", "how"),
    [
        ({"level": "recommended", "blocks": []}, "eased"),
        ({"blocks": ["sell", "bundle"]}, "stricter"),
        ({"blocks": ["bundle"]}, "stricter"),
        ({"blocks": []}, "eased"),
        ({"valid_for": "P6M"}, "stricter"),
        ({"valid_for": "P2Y"}, "eased"),
        ({"valid_for": ""}, "eased"),
        ({"grace": "P10D"}, "stricter"),
        ({"grace": "P90D"}, "eased"),
        ({"due_in": "P10D"}, "stricter"),
        ({"max_age": "P1D"}, "stricter"),
        ({"touches": ["website", "name"]}, "stricter"),
        ({"touches": []}, "eased"),
        ({"applies_if": FRENCH}, "eased"),
        ({"decided_by": "reviewer"}, "eased"),
        ({"check": "other"}, "stricter"),
        ({"decided_by": "reviewer", "check": ""}, "eased"),
        ({"kind": "privacy"}, "reworded"),
        ({"evidence": {"report": FILE | {"max_bytes": 500}}}, "stricter"),
        ({"evidence": {"report": FILE | {"max_bytes": 5000}}}, "eased"),
        ({"evidence": {"report": FILE | {"media_types": ["application/pdf"]}}}, "stricter"),
        ({"evidence": {"report": FILE | {"max_age": "P6M"}}}, "stricter"),
        ({"evidence": {"report": FILE | LABEL}}, "reworded"),
        ({"evidence": {"other": FILE}}, "stricter"),
        ({"evidence": {"report": FILE | LABEL, "other": OTHER}}, "stricter"),
        ({"evidence": {"report": FILE | LABEL, "other": OTHER}, "any_of": [["report"], ["other"]]}, "eased"),
        ({"words": WORDS | {"en": WORDS["en"] | {"why": "Because."}}}, "reworded"),
    ],
)
def test_a_change_is_stricter_eased_or_only_reworded(change, how):
    (found,) = changes(SPEC, SPEC | change)
    assert found.how == how
    assert found.demands_notice == (how == "stricter")


def test_one_stricter_part_makes_the_whole_stricter():
    (found,) = changes(SPEC, SPEC | {"grace": "P90D", "valid_for": "P1M"})
    assert found.how == "stricter"
    assert {change.field: change.direction for change in found.fields} == {"grace": "eased", "valid_for": "stricter"}


def test_other_words_to_sign_are_stricter():
    words = {language: said | {"statement": "I do."} for language, said in WORDS.items()}
    declared = SPEC | {"evidence": {"word": {"kind": "declaration"}}, "words": words}
    again = {language: said | {"statement": "I do, truly."} for language, said in WORDS.items()}
    (found,) = changes(declared, declared | {"words": again})
    assert found.how == "stricter"
    assert {(change.field, change.language) for change in found.fields} == {("statement", "en"), ("statement", "fr")}


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        (None, FRENCH, "eased"),
        (FRENCH, None, "stricter"),
        (FRENCH, EUROPEAN, "stricter"),
        (EUROPEAN, FRENCH, "eased"),
        (FRENCH, {"all": [FRENCH, EUROPEAN]}, "reworded"),
        ({"fact": "price", "above": 100}, {"fact": "price", "above": 99}, "stricter"),
        ({"fact": "price", "above": 99}, {"fact": "price", "above": 100}, "eased"),
        (FRENCH, {"fact": "price", "above": 0}, "stricter"),
    ],
)
def test_asking_more_is_stricter_and_asking_fewer_is_eased(before, after, how):
    (found,) = changes(SPEC | {"applies_if": before}, SPEC | {"applies_if": after})
    assert found.how == how


@settings(max_examples=200)
@given(some_conditions(1), some_conditions(1), some_facts(FACTS))
def test_what_is_said_to_follow_does_follow(one, other, facts):
    if strictness.implies(one, other) and conditions.evaluate(one, facts).holds:
        assert conditions.evaluate(other, facts).holds is not False


@given(some_conditions(2))
def test_every_condition_follows_from_itself_unless_it_is_too_large_to_try(condition):
    facts = {comparison.fact for comparison in conditions.comparisons(condition)}
    assert strictness.implies(condition, None)
    assert strictness.implies(condition, condition) or len(facts) > 3


def test_new_gone_and_unchanged_requirements_are_told_apart():
    second, third = SPEC | {"key": "SEC-002"}, SPEC | {"key": "SEC-003"}
    before = [Revision(spec=Spec.read(data), number=4) for data in (SPEC, second)]
    after = [Revision(spec=Spec.read(data), number=n) for n, data in ((1, third), (4, SPEC))]
    found = diff(before, after)
    assert (keys(found, "new"), keys(found, "gone"), len(found)) == (["SEC-003@1"], ["SEC-002@4"], 2)
    assert diff(before, before) == []


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"blocks": ["sell", "bundle"]}, "2.0.0"),
        ({"blocks": []}, "1.5.0"),
        ({"kind": "privacy"}, "1.4.8"),
    ],
)
def test_the_number_follows_from_the_change(change, number):
    assert str(Number(1, 4, 7).after(changes(SPEC, SPEC | change))) == number


def test_what_is_only_recommended_needs_no_notice_and_is_a_minor_change():
    recommended = SPEC | {"level": "recommended", "blocks": []}
    new = diff([], [Revision(spec=Spec.read(recommended), number=1)])
    assert earliest(new, emergency=False, first=False, at=AT) == AT
    assert str(Number(1, 0, 0).after(new)) == "1.1.0"


def test_notice_is_ninety_days_and_fourteen_in_an_emergency():
    new = diff([], [Revision(spec=Spec.read(SPEC), number=1)])
    assert earliest(new, emergency=False, first=False, at=AT) - AT == NOTICE
    assert earliest(new, emergency=True, first=False, at=AT) - AT == EMERGENCY_NOTICE
    assert earliest(new, emergency=False, first=True, at=AT) == AT
    assert (NOTICE.days, EMERGENCY_NOTICE.days) == (90, 14)


@pytest.mark.parametrize("text", ["1", "1.0", "01.0.0", "1.0.0-rc", "1.0.00", "١.0.0", "-1.0.0", "99999.0.0", ""])
def test_what_is_no_number_is_none(text):
    assert Number.read(text) is None


def test_numbers_are_ordered_as_numbers():
    assert Number.read("1.10.0") > Number.read("1.9.9")


def test_the_hash_does_not_depend_on_the_order_of_keys_and_can_be_computed_by_anybody():
    content = {"b": ["é", 1], "a": {"y": None, "x": True}}
    assert fingerprint(content) == fingerprint(json.loads(json.dumps(copy.deepcopy(content), sort_keys=True)))
    assert fingerprint(content) == sha256('{"a":{"x":true,"y":null},"b":["é",1]}'.encode()).hexdigest()
