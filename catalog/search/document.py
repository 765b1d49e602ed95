"""What is kept of one live listing to find and show it: built from plain values, pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

import orjson

from catalog.listings.ratings import NOBODY, Rating
from catalog.offers.compatibility import NOTHING, Contract
from catalog.offers.registers import counted_under
from catalog.offers.tree import lineage
from catalog.search.words import name_words, stems
from core.money import Money
from core.periods import Interval
from core.texts import split

# Of a very long description the first words are searched: it bounds the row, and what matters is said early.
MAX_DESCRIPTION_WORDS = 300
# In the stored vector position 1 marks a word as somebody spelled it, position 2 a stem nobody need have written.
SPELLED, STEM = 1, 2
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """What the smallest order of a plan costs for one interval, exact, in major units; None where usage decides."""

    currency: str
    amount: Fraction | None
    interval: Interval
    scheme: str = "flat"

    @property
    def monthly(self) -> int | None:
        """Minor units a month for comparison: a yearly price divided by twelve, rounded once, halves away from zero."""
        if self.amount is None:
            return None
        return Money.of(self.amount / self.interval.months, self.currency).minor


@dataclass(frozen=True, slots=True)
class OtherPrice:
    """What a listing costs a month where its document does not say it; without a channel, in every one."""

    channel: str
    currency: str
    monthly_minor: int | None


@dataclass(frozen=True, slots=True)
class Label:
    """Something a listing belongs to: a category, which may have a French name, or a partner.

    `way` are the slugs of all that a category lies under, its own last; where it is not given, its name says them.
    """

    slug: str
    name: str
    name_fr: str = ""
    way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One live listing as the room of listings tells it; `logo` is the address of its picture."""

    listing_id: UUID
    offer_id: UUID
    slug: str
    name: str
    summary: str
    description: str
    partner_id: UUID
    partner: Label
    categories: Sequence[Label]
    prices: Sequence[Price]
    published_at: datetime
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    logo: str | None = None
    contract: Contract = NOTHING
    rating: Rating = NOBODY
    tags: Sequence[str] = ()
    integrations: Sequence[str] = ()
    data_locations: Sequence[str] = ()
    badges: Sequence[str] = ()
    others: Sequence[OtherPrice] = ()
    reprice_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the search table; the fields are its columns. `categories` has the headings above them, too.

    `works_with` are the offers that it complements or requires, `excludes` those that are not held together with it.
    `places` are the countries where data is kept and the groups of countries that nothing is kept outside of.
    `rating_tenths` is the average of the stars as it is shown, and `rating_key` the damped one, in millionths.
    """

    listing_id: UUID
    published_at: datetime
    monthly_minor: int | None
    currency: str
    name_key: str
    words: str
    partner_slug: str
    partner_name: str
    categories: list[str]
    intervals: list[str]
    schemes: list[str]
    offer_id: UUID
    works_with: list[UUID]
    excludes: list[UUID]
    rating_tenths: int | None
    rating_key: int
    tags: list[str]
    integrations: list[str]
    places: list[str]
    badges: list[str]
    reprice_on: date | None
    card: str


def build(source: Source) -> Entry:
    """Return the row for one listing.

    The price shown is the lowest a month among the plans in the currency of the first plan; amounts in different
    currencies are never compared.
    """
    currency = source.prices[0].currency if source.prices else ""
    known = (price.monthly for price in source.prices if price.currency == currency)
    monthly = min((amount for amount in known if amount is not None), default=None)
    intervals = sorted({price.interval.value for price in source.prices})
    return Entry(
        listing_id=source.listing_id,
        published_at=source.published_at,
        monthly_minor=monthly,
        currency=currency,
        name_key=" ".join(split(source.name)),
        words=vector(lexemes(source)),
        partner_slug=source.partner.slug,
        partner_name=source.partner.name,
        categories=_shelves(source.categories),
        intervals=intervals,
        schemes=sorted({price.scheme for price in source.prices}),
        offer_id=source.offer_id,
        works_with=_works_with(source.contract),
        excludes=list(source.contract.excludes),
        rating_tenths=None if source.rating.average is None else int(10 * source.rating.average),
        rating_key=int(MILLION * source.rating.damped),
        tags=list(source.tags),
        integrations=list(source.integrations),
        places=counted_under(source.data_locations),
        badges=list(source.badges),
        reprice_on=source.reprice_on,
        card=_card(source, currency, monthly, intervals),
    )


def from_price(monthly: int | None, currency: str) -> dict[str, str] | None:
    """Return the lowest price a month as a card says it."""
    return None if monthly is None else {"amount": str(Money(monthly, currency).amount), "currency": currency}


def lexemes(source: Source) -> dict[str, tuple[str, int]]:
    """Return each word and stem of a listing with the weight of the best field it is in, and `SPELLED` or `STEM`.

    A: name. B: partner, categories, tags. C: summary. D: description.
    """
    names = (name for each in source.categories for name in (each.name, each.name_fr))
    labels = [source.partner.name, *source.tags, *names]
    fields: list[tuple[str, Iterable[str]]] = [
        ("A", name_words(source.name)),
        ("B", (word for label in labels for word in split(label))),
        ("C", (word for text in _in_all_languages(source, "summary") for word in split(text))),
        *(
            ("D", list(dict.fromkeys(split(text)))[:MAX_DESCRIPTION_WORDS])
            for text in _in_all_languages(source, "description")
        ),
    ]
    found: dict[str, tuple[str, int]] = {}
    for weight, words in fields:
        for word in words:
            best = found.get(word, (weight, STEM))[0]
            found[word] = (best, SPELLED)
            for stem in stems(word):
                found.setdefault(stem, (weight, STEM))
    return found


def _in_all_languages(source: Source, text: str) -> list[str]:
    return [getattr(source, text), *(texts.get(text, "") for texts in source.translations.values())]


def vector(words: dict[str, tuple[str, int]]) -> str:
    """Return the tsvector literal of `lexemes`; words hold letters and digits only, so nothing needs escaping."""
    return " ".join(f"'{word}':{position}{weight}" for word, (weight, position) in words.items())


def _works_with(contract: Contract) -> list[UUID]:
    return list(dict.fromkeys((*contract.complements, *(need.offer for need in contract.requires))))


def _shelves(categories: Iterable[Label]) -> list[str]:
    return sorted({slug for category in categories for slug in category.way or lineage(category.slug, category.name)})


def _card(source: Source, currency: str, monthly: int | None, intervals: list[str]) -> str:
    """Return the listing as it stands in a list of REST v1: JSON text, so that a page is only joined together."""
    return orjson.dumps(
        {
            "id": str(source.listing_id),
            "slug": source.slug,
            "name": source.name,
            "summary": source.summary,
            "summaries": {
                language: texts["summary"] for language, texts in source.translations.items() if texts.get("summary")
            },
            "logo": source.logo,
            "partner": {
                "id": str(source.partner_id),
                "slug": source.partner.slug,
                "name": source.partner.name,
            },
            "categories": [{"slug": category.slug, "name": category.name} for category in source.categories],
            "from_price": from_price(monthly, currency),
            "intervals": intervals,
            "rating": None
            if source.rating.average is None
            else {"average": str(source.rating.average), "count": source.rating.count},
            "badges": source.badges,
            "published_at": source.published_at,
        },
        option=orjson.OPT_UTC_Z,
    ).decode()
