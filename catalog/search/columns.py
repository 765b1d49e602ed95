"""The listings of the catalogue as columns of numbers, narrowed and counted in memory. Pure.

A set of listings is a `Mask`: one truth value for each row, in the order of the rows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from catalog.search.buckets import EDGES

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

# What stands in a column of amounts where there is none, and where there is no price in a currency at all: less than
# every amount.
NONE, ABSENT = -1, -2
# One row in so many is few.
FEW = 8


class Line(NamedTuple):
    """What is kept of one listing; prices in minor units a month, ratings in tenths of a star.

    `markets` are the channels and currencies, as `market` names them, where it costs what stands at the same place in
    `amounts`; everywhere else it costs `monthly` in `currency`. `words` are told of listings that have changed.
    """

    number: int
    partner: str
    partner_name: str
    currency: str
    monthly: int | None
    rating: int | None
    categories: Sequence[str]
    schemes: Sequence[str]
    intervals: Sequence[str]
    tags: Sequence[str] = ()
    integrations: Sequence[str] = ()
    places: Sequence[str] = ()
    badges: Sequence[str] = ()
    markets: Sequence[str] = ()
    amounts: Sequence[int | None] = ()
    words: Sequence[str] = ()


def market(channel: str, currency: str) -> str:
    """Return a channel and a currency as one word; without a channel, every one that has no price of its own."""
    return f"{channel} {currency}"


class Labels:
    """A column of words, of which a listing may have several.

    `words` are all there are; what stands in which row is two columns: the row, which only rises, and the word's place.
    """

    def __init__(self, words: Mapping[str, int], rows: Numbers, places: Numbers) -> None:
        self.words = words
        self.rows = rows
        self.places = places

    @classmethod
    def of(cls, values: Sequence[Collection[str]], known: Mapping[str, int]) -> Self:
        """Return a column; words that are `known` have the place they had."""
        words = dict(known)
        places = [words.setdefault(word, len(words)) for each in values for word in each]
        rows = np.repeat(np.arange(len(values)), [len(each) for each in values])
        return cls(words, rows, np.array(places, dtype=np.int64))

    def having(self, words: Iterable[str], length: int) -> Mask:
        """Return the listings, of `length` in all, that have at least one of the words."""
        mask = np.zeros(length, dtype=np.bool_)
        for word in words:
            if (place := self.words.get(word)) is not None:
                mask[self.rows[self.places == place]] = True
        return mask

    def count(self, among: Mask) -> dict[str, int]:
        """Return in how many of these listings each word is, without those that are in none."""
        return self._told(self._counts(among), least=1)

    def most(self, among: Mask, limit: int) -> dict[str, int]:
        """Return at most `limit` words that most of these listings have; of equal ones the first by the alphabet."""
        counts = self._counts(among)
        least = int(np.partition(counts, -limit)[-limit]) if len(counts) > limit else 1
        told = self._told(counts, least=max(least, 1))
        return dict(sorted(told.items(), key=lambda each: (-each[1], each[0]))[:limit])

    def followed_by(self, other: "Labels", kept: Mask) -> "Labels":
        """Return the rows that are `kept`, and then those of another column that knows the same words or more."""
        stays = kept[self.rows]
        moved = np.cumsum(kept) - 1
        rows = [moved[self.rows[stays]], other.rows + int(kept.sum())]
        return Labels(other.words, np.concatenate(rows), np.concatenate([self.places[stays], other.places]))

    def _counts(self, among: Mask) -> Numbers:
        found = np.flatnonzero(among)
        if len(found) * FEW < len(among):
            # Of few rows the words are looked up; walking the whole column would take longer.
            begin, end = np.searchsorted(self.rows, found), np.searchsorted(self.rows, found, side="right")
            lengths = end - begin
            skipped = np.repeat(begin - np.cumsum(lengths) + lengths, lengths)
            places = self.places[np.arange(len(skipped)) + skipped]
        else:
            places = self.places[among[self.rows]]
        return np.bincount(places, minlength=len(self.words))

    def _told(self, counts: Numbers, *, least: int) -> dict[str, int]:
        words = list(self.words)
        return {words[place]: int(counts[place]) for place in np.flatnonzero(counts >= least)}


_LABELS = (
    "partner", "currency", "categories", "schemes", "intervals", "tags", "integrations", "places", "badges",
    "markets",
)  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """All listings; never changed, so that many threads may read while another makes the next.

    `ranges` are the price ranges of `monthly`, as `buckets.bucket` counts them; `amounts` belong to the `markets` among
    the labels, one by one.
    """

    numbers: Numbers
    monthly: Numbers
    ranges: Numbers
    amounts: Numbers
    rating: Numbers
    labels: Mapping[str, Labels]
    partner_names: Mapping[str, str]

    @classmethod
    def of(cls, lines: Sequence[Line], before: "Columns | None" = None) -> Self:
        """Return the listings of `lines`; words have the places they had `before`."""
        words: dict[str, Mapping[str, int]] = {name: before.labels[name].words if before else {} for name in _LABELS}
        monthly = _numbers(NONE if line.monthly is None else line.monthly for line in lines)
        return cls(
            numbers=_numbers(line.number for line in lines),
            monthly=monthly,
            ranges=_ranges(monthly),
            amounts=_numbers(NONE if amount is None else amount for line in lines for amount in line.amounts),
            rating=_numbers(NONE if line.rating is None else line.rating for line in lines),
            labels={name: Labels.of([_words(line, name) for line in lines], words[name]) for name in _LABELS},
            partner_names={**(before.partner_names if before else {})}
            | {line.partner: line.partner_name for line in lines},
        )

    def changed(self, numbers: Collection[int], lines: Sequence[Line]) -> "Columns":
        """Return the listings after those of these `numbers` have become the `lines`, or nothing."""
        kept = ~np.isin(self.numbers, list(numbers))
        added = Columns.of(lines, before=self)
        return Columns(
            numbers=np.concatenate([self.numbers[kept], added.numbers]),
            monthly=np.concatenate([self.monthly[kept], added.monthly]),
            ranges=np.concatenate([self.ranges[kept], added.ranges]),
            amounts=np.concatenate([self.amounts[kept[self.labels["markets"].rows]], added.amounts]),
            rating=np.concatenate([self.rating[kept], added.rating]),
            labels={name: self.labels[name].followed_by(added.labels[name], kept) for name in _LABELS},
            partner_names=added.partner_names,
        )

    def everything(self) -> Mask:
        """Return the set of all."""
        return np.ones(len(self.numbers), dtype=np.bool_)

    def having(self, label: str, words: Iterable[str]) -> Mask:
        """Return the listings that have at least one of the words in a column of labels."""
        return self.labels[label].having(words, len(self.numbers))

    def among(self, numbers: npt.ArrayLike) -> Mask:
        """Return the listings of these numbers; those that are not here are left out."""
        wanted = np.asarray(numbers, dtype=np.int64)
        mask = np.zeros(len(self.numbers), dtype=np.bool_)
        if len(mask):
            at = self._in_order[np.searchsorted(self.numbers, wanted, sorter=self._in_order).clip(max=len(mask) - 1)]
            mask[at[self.numbers[at] == wanted]] = True
        return mask

    @cached_property
    def _in_order(self) -> Numbers:
        """The rows by their numbers."""
        return np.argsort(self.numbers)

    def prices(self, channel: str, currency: str) -> Numbers:
        """Return what each listing costs in a channel and currency; `NONE` where usage decides, `ABSENT` in no way."""
        found = np.where(self.having("currency", [currency]), self.monthly, ABSENT)
        labels = self.labels["markets"]
        for place in self._places(channel, currency):
            there = labels.places == place
            found[labels.rows[there]] = self.amounts[there]
        return found

    def count_prices(self, among: Mask, channel: str = "") -> dict[tuple[str, int], int]:
        """Return how many of these listings are in each price range, by currency and `buckets.bucket`."""
        found: dict[tuple[str, int], int] = {}
        for currency in self._currencies(channel):
            if self._places(channel, currency):
                prices = self.prices(channel, currency)
                ranges = _ranges(prices[among & (prices > NONE)])
            else:
                ranges = self.ranges[among & (self.monthly > NONE) & self.having("currency", [currency])]
            counts = np.bincount(ranges)
            found |= {(currency, number): count for number, count in enumerate(counts.tolist()) if count}
        return found

    def _places(self, channel: str, currency: str) -> list[int]:
        """Return the markets that say prices of a channel and currency, the nearest last."""
        words = self.labels["markets"].words
        return [words[one] for one in dict.fromkeys([market("", currency), market(channel, currency)]) if one in words]

    def _currencies(self, channel: str) -> list[str]:
        others = (one.rpartition(" ") for one in self.labels["markets"].words)
        beside = [currency for where, _, currency in others if where in ("", channel)]
        return list(dict.fromkeys([*self.labels["currency"].words, *beside]))


def _ranges(monthly: Numbers) -> Numbers:
    return np.searchsorted(EDGES, monthly, side="right")


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)


def _words(line: Line, name: str) -> Collection[str]:
    value: str | Sequence[str] = getattr(line, name)
    return [value] if isinstance(value, str) else value
