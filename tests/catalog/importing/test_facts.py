"""Publishers, prices and texts that follow from the facts of a line."""

import pytest

from catalog.importing.draft import draft_of
from catalog.importing.lines import BadLine, read_line
from catalog.importing.prices import plans_of
from catalog.importing.publishers import publisher_of
from catalog.pricing.checks import check_price
from tests.catalog.importing.products import BOARD, LAMP, line


def publisher(source, website="https://product.example"):
    return publisher_of(read_line(line(source_code_url=source, website_url=website)))


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("https://github.com/Tidewater/tide", "github.com/tidewater"),
        ("https://www.github.com/Tidewater", "github.com/tidewater"),
        ("https://gitlab.com/tide/sub/board/-/tree/main", "gitlab.com/tide"),
        ("https://codeberg.org/tide/board", "codeberg.org/tide"),
        ("https://git.sr.ht/~tide/board", "git.sr.ht/~tide"),
        ("https://sourceforge.net/p/tide/code/HEAD/tree/", "sourceforge.net/tide"),
        ("https://sourceforge.net/projects/tide", "sourceforge.net/tide"),
        ("https://git.tide.example/crew/board", "git.tide.example/crew"),
        ("https://git.tide.example/groups/crew", "git.tide.example/crew"),
        ("https://gitea.tide.example/crew/board/src/branch/main", "gitea.tide.example/crew"),
        ("https://elsewhere.example/crew/board", "elsewhere.example/crew"),
        ("https://product.example/solutions/board", "product.example"),
        ("https://git.tide.example/board", "product.example"),
        ("https://git.tide.example/cgit/board", "product.example"),
        ("https://git.tide.example/crew/tree/", "product.example"),
        ("https://svn.tide.example/svn/board/trunk", "product.example"),
        ("https://elsewhere.example/code/index.php", "product.example"),
        ("https://elsewhere.example/a/b/c/d", "product.example"),
        ("https://git.tide.example/", "product.example"),
        ("not an address", "product.example"),
        ("ftp://git.tide.example/crew/board", "product.example"),
        ("https://user:secret@git.tide.example/crew/board", "product.example"),
    ],
)
def test_the_publisher_is_the_owner_at_a_forge_or_the_host_of_the_website(source, key):
    assert publisher(source).key == key


def test_a_publisher_has_names_to_try_and_a_page():
    assert publisher("https://github.com/Tidewater/tide").names == ("Tidewater", "Tidewater (github.com)")
    found = publisher("https://git.tide.example/crew/board")
    assert (found.names, found.website) == (("crew (git.tide.example)",), "https://git.tide.example/crew")
    assert publisher("", "https://www.lamp.example/x").website == "https://www.lamp.example"


@pytest.mark.parametrize("address", ["nowhere", "https://localhost", "https://[broken", "https://a.example:x"])
def test_without_an_address_nobody_publishes(address):
    with pytest.raises(BadLine, match="address"):
        publisher(address, address)


@pytest.mark.parametrize(
    ("facts", "amounts"),
    [
        ({"stars": None}, ("9.00", "1.50", "90.00")),
        ({"stars": 100}, ("15.00", "2.50", "150.00")),
        ({"stars": 1_000}, ("25.00", "4.50", "250.00")),
        ({"stars": 5_000}, ("39.00", "6.50", "390.00")),
        ({"stars": 20_000}, ("59.00", "10.00", "590.00")),
        ({"stars": None, "tags": ["A", "B", "C"]}, ("13.00", "2.50", "130.00")),
        ({"stars": None, "licenses": ["⊘ Proprietary"]}, ("19.00", "3.50", "190.00")),
        ({"stars": None, "archived": True}, ("4.50", "1.00", "45.00")),
    ],
)
def test_prices_follow_from_the_documented_rule(facts, amounts):
    plans = plans_of(read_line(line(**facts)))
    assert tuple(plan["terms"]["amount"] for plan in plans) == amounts
    assert [(plan["scheme"], plan["interval"]) for plan in plans] == [
        ("flat", "month"),
        ("per_seat", "month"),
        ("flat", "year"),
    ]
    for plan in plans:
        assert check_price(**{field: plan[field] for field in ("scheme", "currency", "interval", "terms")}) == []


def test_equal_facts_have_equal_drafts_and_others_do_not():
    one, same = (draft_of(number, read_line(line()), "note") for number in (1, 2))
    assert one.digest == same.digest
    for changes in ({"stars": 1501}, {"release": "v2.2"}, {"tags": ["Boards"]}, {"description": "Other."}):
        assert draft_of(1, read_line(line(**changes)), "note").digest != one.digest
    assert draft_of(1, read_line(line()), "another note").digest != one.digest


def test_the_offer_says_what_the_line_says():
    fields = draft_of(1, read_line(line()), "note").fields
    assert fields["categories"] == ["project-management"]
    assert "Licence: MIT" in fields["description"]
    assert "Stars: 1,500 (as of 2026-08-01)" in fields["description"]
    assert (fields["source_note"], fields["website"]) == ("note", BOARD["website_url"])


def test_a_long_description_is_cut_at_a_word_for_the_summary():
    fields = draft_of(1, read_line(line(description="word " * 200)), "note").fields
    assert len(fields["summary"]) <= 300
    assert fields["summary"].endswith("word…")
    assert fields["description"].startswith("word word")


def test_a_tag_without_letters_has_no_category():
    with pytest.raises(BadLine, match="tag"):
        draft_of(1, read_line(line(LAMP, tags=["★"])), "note")
