"""The tree of categories: every category has a place, under what its name says, whatever the names are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.tree import lineage, tree

SLUGS = st.text("ab-", min_size=1, max_size=4)
NAMES = st.lists(st.sampled_from(["A", "B", "Ab", "À b", "?"]), min_size=1, max_size=4).map(" - ".join)


def shown(*categories: tuple[str, str, str]) -> list[tuple[str, str, int]]:
    return [(shelf.slug, shelf.name, shelf.depth) for shelf in tree(categories).values()]


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


@given(st.lists(st.tuples(SLUGS, NAMES, NAMES), max_size=8, unique_by=lambda one: one[0]))
def test_every_category_has_one_place_after_the_one_it_lies_under(categories):
    found = tree(categories)
    seen: dict[str | None, int] = {None: -1}
    for slug, shelf in found.items():
        assert shelf.depth == seen[shelf.parent] + 1
        seen[slug] = shelf.depth
    assert {slug for slug, _, _ in categories} <= found.keys()
