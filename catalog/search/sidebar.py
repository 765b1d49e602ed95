"""The choices beside the list, each with the number of listings it would find, and what is chosen, to be taken away."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from catalog.offers.registers import integration_name, kept_in
from catalog.offers.tree import Shelf
from catalog.pricing.labels import LABELS
from catalog.pricing.writing import written
from catalog.search.asking import RATINGS, Asked
from catalog.search.buckets import Bucket
from catalog.search.choices import Choices, Reader
from catalog.search.facets import Facets
from catalog.search.filters import Filters
from catalog.search.links import Links
from catalog.search.skeletons import fill, joined
from core.money import Money
from partners.programmes.telling import badge
from partners.programmes.wording import language

# So many choices are shown at once; the rest unfolds.
MOST_SHOWN = 8
_PRICE = ("currency", "price_min", "price_max")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a facet."""

    name: str
    number: int
    address: str
    is_chosen: bool = False
    depth: int = 0


def sidebar(asked: Asked, counted: Facets, links: Links, reader: Reader) -> SafeString:
    """Return the facets; what is chosen links to the list without it. Facets without choices are left out."""
    facets = [
        (gettext("What you have"), list(_mine(asked.filters, counted, links))),
        (gettext("Category"), list(_categories(asked.filters, counted, links, reader.choices))),
        (gettext("Partner"), list(_partners(asked.filters, counted, links))),
        (gettext("Price model"), list(_schemes(asked.filters, counted, links))),
        (gettext("Price a month"), list(_prices(asked.filters, counted, links))),
        (gettext("Integration"), list(_coded(counted.integrations, "integration", integration_name, asked, links))),
        (gettext("Where data is kept"), list(_coded(counted.data_locations, "data_location", kept_in, asked, links))),
        (gettext("Badge"), list(_coded(counted.badges, "badge", badge, asked, links))),
        (gettext("Rating"), list(_ratings(asked.filters, counted, links))),
    ]
    return joined(_facet(heading, lines, reader.language) for heading, lines in facets if lines)


def chosen(asked: Asked, counted: Facets, links: Links, reader: Reader) -> SafeString | str:
    """Return everything that the list is narrowed to, each as a link to the list without it."""
    filters = asked.filters
    named = [
        (reader.choices.name(filters.category or "") or filters.category, links.to(category="")),
        (counted.partner or filters.partner, links.to(partner="")),
        (str(LABELS[filters.scheme]) if filters.scheme else "", links.to(scheme="")),
        (_range(filters) if links.given.keys() & set(_PRICE) else "", links.to(**dict.fromkeys(_PRICE, ""))),
        (_interval(filters.interval), links.to(interval="")),
        (f"#{filters.tag}" if filters.tag else "", links.to(tag="")),
        (integration_name(filters.integration or "", language()), links.to(integration="")),
        (kept_in(filters.data_location or "", language()), links.to(data_location="")),
        (badge(filters.badge, language()) if filters.badge else "", links.to(badge="")),
        (_stars(filters.rating) if filters.rating else "", links.to(rating="")),
        (gettext("Works with what I have") if filters.mine is not None else "", links.to(mine="")),
        (_works_with(filters, counted), links.to(works_with="")),
    ]
    marks = joined(fill("mark_chosen", reader.language, name=name, address=address) for name, address in named if name)
    return fill("chosen", reader.language, marks=marks) if marks else ""


def _facet(heading: str, lines: Sequence[Choice], language: str) -> SafeString:
    # What lies under a category stays with it.
    tops = [n for n, line in enumerate(lines) if line.depth == 0]
    cut = tops[MOST_SHOWN] if len(tops) > MOST_SHOWN else len(lines)
    more = fill("facet_more", language, lines=joined(_line(each, language) for each in lines[cut:]))
    shown = joined(_line(each, language) for each in lines[:cut])
    return fill("facet", language, heading=heading, lines=shown, more=more if lines[cut:] else "")


@lru_cache(maxsize=4096)
def counted_in(number: int, language: str) -> str:
    """Return a number as people of the language read it."""
    with override(language):
        return number_format(number, force_grouping=True)


def _line(choice: Choice, language: str) -> SafeString:
    return fill(
        "facet_chosen" if choice.is_chosen else "facet_choice",
        language,
        name=choice.name,
        count=counted_in(choice.number, language),
        address=choice.address,
        depth=str(min(choice.depth, 3)),
    )


def _categories(filters: Filters, counted: Facets, links: Links, choices: Choices) -> Iterator[Choice]:
    """Yield the topmost places with the most listings first; under the chosen one and its headings, what lies there."""
    known, counts, way = choices.tree, counted.categories, set[str]()
    slug = filters.category
    while slug is not None and slug in known:
        way.add(slug)
        slug = known[slug].parent
    tops = [shelf for shelf in known.values() if shelf.depth == 0 and (shelf.slug in counts or shelf.slug in way)]
    tops.sort(key=lambda shelf: (shelf.slug not in way, -counts.get(shelf.slug, 0)))

    def lines(shelf: Shelf) -> Iterator[Choice]:
        is_chosen = shelf.slug == filters.category
        address = links.to(category="" if is_chosen else shelf.slug)
        yield Choice(shelf.name, counts.get(shelf.slug, 0), address, is_chosen, shelf.depth)
        if shelf.slug in way:
            for below in known.values():
                if below.parent == shelf.slug and (below.slug in counts or below.slug in way):
                    yield from lines(below)

    for top in tops:
        yield from lines(top)


def _mine(filters: Filters, counted: Facets, links: Links) -> Iterator[Choice]:
    if counted.mine is not None:
        is_chosen = filters.mine is not None
        name, address = gettext("Works with what I have"), links.to(mine="" if is_chosen else "true")
        yield Choice(name, counted.mine, address, is_chosen)


def _works_with(filters: Filters, counted: Facets) -> str:
    name = counted.works_with or filters.works_with
    return gettext("Works with %(name)s") % {"name": name} if name else ""


def _partners(filters: Filters, counted: Facets, links: Links) -> Iterator[Choice]:
    if filters.partner and filters.partner not in {each.value for each in counted.partners}:
        yield Choice(counted.partner or filters.partner, counted.total, links.to(partner=""), is_chosen=True)
    for each in counted.partners:
        is_chosen = each.value == filters.partner
        yield Choice(each.name, each.number, links.to(partner="" if is_chosen else each.value), is_chosen)


def _schemes(filters: Filters, counted: Facets, links: Links) -> Iterator[Choice]:
    for code, count in sorted(counted.schemes.items()):
        is_chosen = code == filters.scheme
        yield Choice(str(LABELS[code]), count, links.to(scheme="" if is_chosen else code), is_chosen)


def _coded(
    counts: Mapping[str, int], parameter: str, name: Callable[[str, str], str], asked: Asked, links: Links
) -> Iterator[Choice]:
    """Yield the choices of a register, those with the most listings first; the chosen one is always among them."""
    chosen_code = getattr(asked.filters, parameter)
    named = {code: name(code, language()) for code in {*counts, *([chosen_code] if chosen_code else [])}}
    for code in sorted(named, key=lambda code: (-counts.get(code, 0), named[code])):
        is_chosen = code == chosen_code
        address = links.to(**{parameter: "" if is_chosen else code})
        yield Choice(named[code], counts.get(code, 0), address, is_chosen)


def _prices(filters: Filters, counted: Facets, links: Links) -> Iterator[Choice]:
    present = Bucket(filters.currency or "", filters.price_min, filters.price_max)
    for bucket, count in counted.prices:
        if bucket == present:
            yield Choice(_between(bucket), count, links.to(**dict.fromkeys(_PRICE, "")), is_chosen=True)
        else:
            chosen_by = {"currency": bucket.currency, "price_min": bucket.price_min, "price_max": bucket.price_max}
            yield Choice(_between(bucket), count, links.to(**chosen_by))


def _ratings(filters: Filters, counted: Facets, links: Links) -> Iterator[Choice]:
    for least in (10 * int(stars) for stars in RATINGS):
        is_chosen = least == filters.rating
        if least in counted.ratings or is_chosen:
            address = links.to(rating="" if is_chosen else str(least // 10))
            yield Choice(_stars(least), counted.ratings.get(least, 0), address, is_chosen)


def _stars(least: int) -> str:
    return gettext("%(stars)s stars or more") % {"stars": least // 10}


def _range(filters: Filters) -> str:
    """Return the price range as typed or chosen; empty where only an order by price names the currency."""
    return _between(Bucket(filters.currency or "", filters.price_min, filters.price_max)) if filters.currency else ""


def _between(bucket: Bucket) -> str:
    least, most = (
        written(Money(minor, bucket.currency).amount, bucket.currency) if minor is not None else None
        for minor in (bucket.least, bucket.most)
    )
    if least and most:
        return gettext("%(least)s to %(most)s") % {"least": least, "most": most}
    if least:
        return gettext("from %(least)s") % {"least": least}
    return (
        gettext("up to %(most)s") % {"most": most}
        if most
        else gettext("in %(currency)s") % {"currency": bucket.currency}
    )


def _interval(interval: str | None) -> str:
    return {"month": gettext("Billed monthly"), "year": gettext("Billed yearly")}.get(interval or "", "")
