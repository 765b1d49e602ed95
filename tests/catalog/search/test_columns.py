"""Columns count what a plain loop over the same lines counts, however they came to be."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.buckets import EDGES
from catalog.search.columns import Columns, Line

MANY = ("categories", "schemes", "intervals", "tags", "integrations", "places", "badges")
WORDS = st.sampled_from(["a", "b", "c", "d", "e"])
LINES = st.builds(
    Line,
    number=st.integers(1, 40),
    partner=WORDS,
    partner_name=st.just("One"),
    currency=st.sampled_from(["EUR", "USD", "JPY"]),
    monthly=st.none() | st.integers(0, 30_000) | st.sampled_from([edge + by for edge in EDGES for by in (-1, 0, 1)]),
    rating=st.none() | st.integers(10, 50),
    categories=st.lists(WORDS, unique=True),
    schemes=st.lists(WORDS, unique=True, max_size=2),
    intervals=st.lists(WORDS, unique=True, max_size=1),
    tags=st.lists(WORDS, unique=True),
    badges=st.lists(WORDS, unique=True, max_size=2),
)
CATALOGUES = st.lists(LINES, max_size=25, unique_by=lambda line: line.number)


def counted(columns: Columns, among) -> dict:
    return {name: column.count(among) for name, column in columns.labels.items()} | {
        "prices": columns.count_prices(among)
    }


def looped(lines: list[Line]) -> dict:
    told: dict = {name: dict(Counter(word for line in lines for word in getattr(line, name))) for name in MANY}
    told |= {name: dict(Counter(getattr(line, name) for line in lines)) for name in ("partner", "currency")}
    priced = (line for line in lines if line.monthly is not None)
    told["prices"] = dict(Counter((line.currency, sum(line.monthly >= edge for edge in EDGES)) for line in priced))
    return told


@given(CATALOGUES, st.sets(st.integers(1, 45)))
def test_counts_are_those_of_a_loop(lines, numbers):
    columns = Columns.of(lines)
    assert counted(columns, columns.everything()) == looped(lines)
    some = [line for line in lines if line.number in numbers]
    assert counted(columns, columns.among(sorted(numbers))) == looped(some)


@given(CATALOGUES, CATALOGUES, st.sets(st.integers(1, 40)))
def test_changes_lead_where_reading_all_anew_would(lines, others, gone):
    changed = {line.number for line in others} | gone
    after = [line for line in lines if line.number not in changed] + others
    columns = Columns.of(lines).changed(changed, others)
    assert counted(columns, columns.everything()) == looped(after)
    assert sorted(columns.numbers) == sorted(line.number for line in after)
    for line in after:
        assert columns.monthly[columns.numbers == line.number].tolist() == [
            -1 if line.monthly is None else line.monthly
        ]


@given(CATALOGUES, st.sets(WORDS))
def test_a_listing_has_words_if_it_has_one_of_them(lines, words):
    mask = Columns.of(lines).having("categories", words)
    assert mask.tolist() == [bool(words & set(line.categories)) for line in lines]


@given(CATALOGUES, st.integers(1, 4))
def test_the_most_are_the_largest_counts_and_then_the_first(lines, limit):
    columns = Columns.of(lines)
    counts = Counter(line.partner for line in lines)
    expected = sorted(counts, key=lambda word: (-counts[word], word))[:limit]
    assert list(columns.labels["partner"].most(columns.everything(), limit)) == expected


def test_nothing_is_counted_in_an_empty_catalogue():
    columns = Columns.of([])
    assert counted(columns, np.ones(0, dtype=bool)) == looped([])
