"""One line of a file, whatever is in it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.importing.draft import draft_of
from catalog.importing.lines import LONGEST_LINE, BadLine, read_line
from catalog.importing.prices import plans_of
from catalog.importing.publishers import publisher_of
from tests.catalog.importing.products import BOARD, line


def without(name):
    return json.dumps({key: value for key, value in BOARD.items() if key != name}).encode()


@pytest.mark.parametrize("blank", [b"", b"\n", b"  \t\r\n"])
def test_blank_lines_are_no_products(blank):
    assert read_line(blank) is None


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b'"text"', "not an object"),
        (b"[1]", "not an object"),
        (b"NaN", "not JSON"),
        (b'{"slug": NaN}', "not JSON"),
        (b'{"slug": "\\ud800"}', "not JSON"),
        (b"[" * 5000 + b"]" * 5000, "not JSON"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "nested"),
        (b'{"slug": "' + b"x" * LONGEST_LINE + b'"}', "bytes"),
        (without("slug"), "“slug” is missing"),
        (without("name"), "“name” is missing"),
        (without("description"), "“description” is missing"),
        (without("tags"), "“tags” is missing"),
        (line(slug=7), "“slug” is not a string"),
        (line(name=["x"]), "“name” is not a string"),
        (line(name="  "), "“name” is empty"),
        (line(name="x" * 121), "121 characters"),
        (line(name="a\x00b"), "control character"),
        (line(tags="Boards"), "“tags” is not a list"),
        (line(tags=[]), "“tags” is missing or empty"),
        (line(tags=[7]), "“tags” is not a string"),
        (line(tags=[str(n) for n in range(11)]), "11 entries"),
        (line(stars="12"), "“stars”"),
        (line(stars=True), "“stars”"),
        (line(stars=-1), "“stars”"),
        (line(stars=10**30), "“stars”"),
        (line(archived="no"), "“archived”"),
        (line(licenses={"MIT": 1}), "“licenses” is not a list"),
        (line(website_url=None, source_code_url=None), "publisher"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_with_a_line_is_said(bad, reason):
    with pytest.raises(BadLine, match=reason):
        read_line(bad)


def test_what_may_be_missing_may_be_missing():
    needed = {key: BOARD[key] for key in ("slug", "name", "description", "website_url", "tags")}
    product = read_line(json.dumps(needed | {"another": 1}).encode())
    assert (product.stars, product.archived, product.licenses) == (None, False, ())


def reason_or(work):
    """Do the work, or return the reason why not; anything but a BadLine breaks the test."""
    try:
        return work()
    except BadLine as bad:
        return str(bad) or pytest.fail("a refusal without a reason")


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(noise):
    reason_or(lambda: read_line(noise))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(BOARD)), JSON))
def test_any_values_lead_to_an_offer_or_a_reason(changes):
    def work():
        product = read_line(json.dumps(BOARD | changes).encode())
        assert publisher_of(product).key
        assert draft_of(1, product, "note").fields["name"] == product.name
        assert plans_of(product)

    reason_or(work)
