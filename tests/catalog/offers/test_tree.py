"""The tree of categories: every category has a place, under what its name says, whatever the names are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.offers.tree import Placed, lineage, lineages, tree

SLUGS = st.text("ab-", min_size=1, max_size=4)
NAMES = st.lists(st.sampled_from(["A", "B", "Ab", "À b", "?"]), min_size=1, max_size=4).map(" - ".join)


def shown(*categories: tuple[str, ...]) -> list[tuple[str, str, int]]:
    return [(shelf.slug, shelf.name, shelf.depth) for shelf in tree(Placed(*one) for one in categories).values()]


def test_categories_lie_under_the_headings_that_their_names_say():
    assert shown(
        ("irc", "Messages - IRC", "Messages - IRC"),
        ("wikis", "Wikis", "Encyclopédies"),
        ("lists", "Messages - Email - Lists", "Messages - Courriel - Listes"),
        ("documents", "Documents", "Documents"),
        ("e-books", "Documents - E-books", "Livres numériques"),
    ) == [
        ("messages", "Messages", 0), ("irc", "IRC", 1), ("messages-email", "Courriel", 1), ("lists", "Listes", 2),
        ("wikis", "Encyclopédies", 0), ("documents", "Documents", 0), ("e-books", "Livres numériques", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "name", "way"),
    [
        ("wikis", "Wikis", ["wikis"]),
        ("x", "A & B - C", ["a-b", "x"]),
        ("a", "A - A", ["a"]),
        ("x", "? - C", ["x"]),
    ],
)
def test_a_listing_counts_under_each_heading_once(slug, name, way):
    assert lineage(slug, name) == way


def test_where_staff_put_a_category_comes_before_what_its_name_says():
    assert shown(
        ("irc", "Messages - IRC", "Messages - IRC", "teamwork"),
        ("bots", "Messages - IRC - Bots", "Messages - IRC - Robots"),
        ("messages-irc", "Relay", "Relais", "irc"),
        ("teamwork", "Teamwork", "Travail"),
        ("chat", "Teamwork - Chat", "Travail - Bavardage", "teamwork"),
    ) == [
        ("teamwork", "Travail", 0), ("irc", "Messages - IRC", 1), ("messages-irc", "Relais", 2), ("bots", "Robots", 3),
        ("chat", "Bavardage", 1),
    ]  # fmt: skip


def test_a_name_that_says_otherwise_than_staff_gives_way():
    assert shown(("a", "A", "A", "b"), ("b", "A - B", "A - B")) == [("b", "B", 0), ("a", "A", 1)]


PLACED = st.builds(Placed, SLUGS, NAMES, NAMES, st.none() | SLUGS)


@given(st.lists(PLACED, max_size=8, unique_by=lambda one: one.slug))
def test_every_category_has_one_place_after_the_one_it_lies_under(categories):
    found = tree(categories)
    seen: dict[str | None, int] = {None: -1}
    for slug, shelf in found.items():
        assert shelf.depth == seen[shelf.parent] + 1
        seen[slug] = shelf.depth
    assert {one.slug for one in categories} <= found.keys()


@given(st.lists(PLACED, max_size=8, unique_by=lambda one: one.slug))
def test_listings_are_counted_under_what_the_tree_shows_above_them(categories):
    found, ways = tree(categories), lineages(categories)
    assert ways.keys() == found.keys()
    for slug, way in ways.items():
        assert way[-1] == slug
        assert [found[one].parent for one in way] == [None, *way[:-1]]
