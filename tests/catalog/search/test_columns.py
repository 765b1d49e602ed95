"""Columns count what a plain loop over the same lines counts, however they came to be."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.buckets import EDGES
from catalog.search.columns import ABSENT, NONE, Columns, Line, market

MANY = ("categories", "schemes", "intervals", "tags", "integrations", "places", "badges")
WORDS = st.sampled_from(["a", "b", "c", "d", "e"])
SOME = st.lists(WORDS, unique=True, max_size=4)
AMOUNTS = st.none() | st.integers(0, 30_000) | st.sampled_from([edge + by for edge in EDGES for by in (-1, 0, 1)])
CURRENCIES = ["EUR", "USD", "JPY"]
MARKETS = [market(channel, currency) for channel in ("", "north", "south") for currency in CURRENCIES]


@st.composite
def a_line(draw) -> Line:
    others = draw(st.dictionaries(st.sampled_from(MARKETS), AMOUNTS, max_size=4))
    return Line(
        number=draw(st.integers(1, 40)),
        partner=draw(WORDS),
        partner_name="One",
        currency=draw(st.sampled_from(CURRENCIES)),
        monthly=draw(AMOUNTS),
        rating=draw(st.none() | st.integers(10, 50)),
        **{name: draw(SOME) for name in MANY},
        markets=list(others),
        amounts=list(others.values()),
    )


CATALOGUES = st.lists(a_line(), max_size=20, unique_by=lambda line: line.number)


def counted(columns: Columns, among) -> dict:
    told = {name: columns.labels[name].count(among) for name in (*MANY, "partner", "currency")}
    return told | {channel: columns.count_prices(among, channel) for channel in ("", "north")}


def looped(lines: list[Line]) -> dict:
    told: dict = {name: dict(Counter(word for line in lines for word in getattr(line, name))) for name in MANY}
    told |= {name: dict(Counter(getattr(line, name) for line in lines)) for name in ("partner", "currency")}
    for channel in ("", "north"):
        prices = ((one, price(line, channel, one)) for line in lines for one in CURRENCIES)
        priced = ((one, amount) for one, amount in prices if isinstance(amount, int))
        told[channel] = dict(Counter((one, sum(amount >= edge for edge in EDGES)) for one, amount in priced))
    return told


def price(line: Line, channel: str, currency: str) -> int | str | None:
    """What the listing costs there: the channel's own price, else the one of all channels, else its own."""
    others = dict(zip(line.markets, line.amounts, strict=True))
    everywhere = line.monthly if line.currency == currency else "in no way"
    return others.get(market(channel, currency), others.get(market("", currency), everywhere))


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


@given(CATALOGUES)
def test_a_listing_costs_what_is_nearest(lines):
    columns = Columns.of(lines)
    for channel in ("", "north"):
        for currency in CURRENCIES:
            told = [price(line, channel, currency) for line in lines]
            expected = [ABSENT if one == "in no way" else NONE if one is None else one for one in told]
            assert columns.prices(channel, currency).tolist() == expected


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
