"""What a change of an offer asks anew, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.programmes.specs import PARTS
from partners.vetting.reopening import is_asked, reopened, seen

PERSONAL = {"fact": "handles_personal_data", "is": True}
HEALTH = {"fact": "data_classes", "contains": "health"}
PAID = {"fact": "price", "above": 0}
some_parts = st.sets(st.sampled_from(PARTS))
keys = st.from_regex(r"[A-Z]{3}-[0-9]{3}", fullmatch=True)


def test_a_requirement_reopens_when_a_part_it_looks_at_was_touched():
    touches = {"CAT-101": ["name", "summary"], "CAT-104": ["website"], "PRV-101": []}
    assert reopened({"name", "summary", "plans"}, touches) == {"CAT-101": ("name", "summary")}


@given(touched=some_parts, touches=st.dictionaries(keys, some_parts, max_size=8))
def test_exactly_those_reopen_that_share_a_part(touched, touches):
    found = reopened(touched, touches)
    for key, parts in touches.items():
        assert (key in found) == any(part in touched for part in parts)
        assert set(found.get(key, ())) == parts & touched
    assert reopened(set(), touches) == {}


@pytest.mark.parametrize(
    ("condition", "facts", "asked"),
    [
        (None, {}, True),
        (PERSONAL, {}, True),
        (PERSONAL, {"data_classes": []}, True),
        (PERSONAL, {"data_classes": ["none"]}, False),
        (PERSONAL, {"data_classes": ["usage"]}, True),
        (HEALTH, {"data_classes": ["usage"]}, False),
        (PAID, {"price": 0}, False),
        (PAID, {"price": 1}, True),
        ({"fact": "country", "in": ["FR"]}, {}, False),
        ({"fact": "offer_kind", "in": ["product"]}, {"offer_kind": "product"}, True),
    ],
)
def test_what_the_facts_leave_open_is_asked(condition, facts, asked):
    assert is_asked(condition, country="DE", facts=facts) is asked


def test_a_check_sees_only_what_it_looks_at():
    facts = {"texts": {"en": "Boards"}, "website": "https://tide.example", "price": 3}
    assert seen("text_quality", reaches_out=False, facts=facts) == {"texts": {"en": "Boards"}}
    assert seen("landing_page", reaches_out=True, facts=facts) == {"url": "https://tide.example"}
    assert seen("landing_page", reaches_out=True, facts=facts | {"website": ""}) is None
    assert seen("logo_size", reaches_out=False, facts=facts) is None
    assert seen("iban", reaches_out=False, facts=facts) is None
