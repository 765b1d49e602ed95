"""What may be written into offers and plans, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.offers.rules import offer_errors, plan_errors

ANYTHING = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)
BAD_TEXTS = ["a\x00b", "a\x1bb", "a\u202eb", "a\u2066b", "a\ud800b", "a\x85b"]


@pytest.mark.parametrize("field", ["name", "summary", "description", "source_note"])
@pytest.mark.parametrize("text", [*BAD_TEXTS, 7, None, ["a"]], ids=repr)
def test_control_characters_and_other_types_are_refused(field, text):
    assert list(offer_errors({field: text})) == [field]


@pytest.mark.parametrize(("field", "longest"), [("name", 120), ("summary", 300), ("description", 10_000)])
def test_texts_have_a_longest_length_that_is_named(field, longest):
    assert offer_errors({field: "x" * longest}) == {}
    assert str(longest) in offer_errors({field: "x" * (longest + 1)})[field]


@pytest.mark.parametrize("text", ["", "  ", "\u2003"])
def test_name_and_summary_say_something(text):
    assert set(offer_errors({"name": text, "summary": text})) == {"name", "summary"}


def test_only_the_description_has_lines():
    two = "one\r\ntwo\tthree"
    assert set(offer_errors({"name": two, "summary": two, "description": two})) == {"name", "summary"}


@pytest.mark.parametrize(
    "address",
    ["", "https://a.example", "http://a.example:8080/x?y=1#z", "HTTPS://bücher.example/ü", "https://[2001:db8::1]/"],
)
def test_addresses_that_are_taken(address):
    assert offer_errors({"website": address}) == {}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "ftp://a.example", "//a.example", "a.example", "https://", "https://localhost",
        "https://a.example/\"><script>", "https://a b.example", "https://u:p@a.example", "https://a.example\n",
        "https://a.example:99999999", "data:text/html,x", " https://a.example", "https://a.example/" + "x" * 300,
    ],
)  # fmt: skip
def test_addresses_that_are_refused(address):
    assert list(offer_errors({"website": address})) == ["website"]


@pytest.mark.parametrize("slugs", [["a", "a"], [str(n) for n in range(11)], "a", [1], {"a": 1}, None])
def test_categories_are_a_list_of_at_most_ten_different_slugs(slugs):
    assert list(offer_errors({"categories": slugs})) == ["categories"]


@pytest.mark.parametrize("code", ["", "Team", "a b", "-a", "a" * 41, "é", "a\n", 1, None])
def test_plan_codes_that_are_refused(code):
    assert list(plan_errors({"code": code})) == ["code"]


@pytest.mark.parametrize("position", [-1, 32_768, True, "1", 1.0])
def test_positions_that_are_refused(position):
    assert list(plan_errors({"position": position})) == ["position"]


@given(
    st.dictionaries(
        st.sampled_from(["name", "summary", "categories", "tags", "integrations", "data_locations"]), ANYTHING
    )
)
def test_whatever_is_sent_gets_an_answer(fields):
    assert set(offer_errors(fields)) <= set(fields)


@pytest.mark.parametrize("said", [[], ["none"], ["contact"], ["health", "contact", "special"]])
def test_the_data_that_an_offer_handles_is_declared_by_kind(said):
    assert offer_errors({"data_classes": said}) == {}


@pytest.mark.parametrize(
    "said", [None, "contact", ["Contact"], ["contact", "contact"], ["none", "contact"], [["none"]], [1]]
)
def test_what_contradicts_itself_or_is_no_kind_of_data_is_refused(said):
    assert set(offer_errors({"data_classes": said})) == {"data_classes"}
