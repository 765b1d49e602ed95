"""A version beside the one that was live before it, field by field, for people to read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.listings.api.compatibility import contract_json
from catalog.listings.comparing import Piece, Pieces, marked, side_by_side
from catalog.listings.content import Content, contract_of, is_private, kind_of, translations_of
from catalog.listings.diff import TEXTS
from catalog.listings.related import related
from catalog.listings.wording import named_groups
from catalog.offers.logos import logo_json
from catalog.offers.models import Category
from catalog.offers.registers import integration_name, place_name
from catalog.pricing.rule import Rule
from catalog.pricing.wording import price_json
from partners.programmes.wording import choice, language

LABELS: Mapping[str, Promise | str] = {
    "name": _("Name"),
    "summary": _("Summary"),
    "description": _("Description"),
    "website": _("Website"),
    "video_url": _("Video"),
    "source_note": _("Source"),
    "logo": _("Logo"),
    "screenshots": _("Screenshots"),
    "kind": _("Kind of offer"),
    "compatibility": _("Together with others"),
    "categories": _("Categories"),
    "tags": _("Tags"),
    "integrations": _("Integrations"),
    "data_classes": _("Data of customers"),
    "data_locations": _("Where data is kept"),
    "plans": _("Plans and prices"),
}
# What the codes in a list are called.
NAMES: Mapping[str, Callable[[str], str]] = {
    "integrations": lambda code: integration_name(code, language()),
    "data_classes": lambda code: choice("data_classes", code),
    "data_locations": lambda code: place_name(code, language()),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a cell: a text in pieces, or a picture with its words."""

    pieces: Pieces = ()
    is_changed: bool = False
    picture: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One field on both sides."""

    about: str
    label: Promise | str
    before: list[Entry] = field(default_factory=list)
    after: list[Entry] = field(default_factory=list)
    is_changed: bool = False


def rows(before: Content | None, after: Content) -> list[Row]:
    """Return every field of a version beside what it was; one query for the names of categories, one for other offers.

    Without a version before, all is new and nothing is marked as changed within a text.
    """
    old = before or {"plans": []}
    names = _category_names(old, after)
    return [
        *(_text(about, old.get(about, ""), after.get(about, "")) for about in TEXTS),
        *_translations(old, after),
        _logo(old.get("logo"), after.get("logo")),
        _screenshots(old.get("screenshots", []), after.get("screenshots", [])),
        _text("kind", choice("offer_kind", kind_of(before)) if before else "", choice("offer_kind", kind_of(after))),
        _compatibility(old, after),
        _list("categories", old, after, names),
        _list("tags", old, after, {}),
        *(
            _list(about, old, after, {one: name(one) for one in _all(about, old, after)})
            for about, name in NAMES.items()
        ),
        _plans(old, after),
    ]


def _text(about: str, was: str, now: str) -> Row:
    if was and now:
        left, right = side_by_side(was, now)
    else:
        left, right = ((Piece(text, is_changed=True),) if text else () for text in (was, now))
    return Row(about, LABELS[about], _entry(left), _entry(right), is_changed=was != now)


def _translations(old: Content, new: Content) -> Iterator[Row]:
    for about, tongue, was, now in translations_of(old, new):
        yield replace(_text(about, was, now), label=f"{LABELS[about]} ({tongue})")


def _entry(pieces: Pieces) -> list[Entry]:
    return [Entry(pieces)] if pieces else []


def _logo(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Row:
    before, after = ([Entry(picture=logo_json(logo), is_changed=was != now)] if logo else [] for logo in (was, now))
    return Row("logo", LABELS["logo"], before, after, is_changed=was != now)


def _screenshots(was: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> Row:
    """Show each picture with its words; a picture is marked where the other side lacks it, its words likewise."""
    before, after = (
        [
            Entry(
                (Piece(shot["alt"], shot not in others),),
                is_changed=shot["sha256"] not in {other["sha256"] for other in others},
                picture=logo_json(shot),
            )
            for shot in mine
        ]
        for mine, others in ((was, now), (now, was))
    )
    return Row("screenshots", LABELS["screenshots"], before, after, is_changed=was != now)


def _list(about: str, old: Content, new: Content, names: Mapping[str, str]) -> Row:
    was, now = old.get(about, []), new.get(about, [])
    before, after = (
        [Entry((Piece(names.get(item, item), lacks),), lacks) for item, lacks in marked(mine, others)]
        for mine, others in ((was, now), (now, was))
    )
    return Row(about, LABELS[about], before, after, is_changed=was != now)


def _compatibility(old: Content, new: Content) -> Row:
    """Say each thing about another offer in a line of its own; one query where there is any."""
    contracts = [contract_of(said) for said in (old, new)]
    others = related({one for contract in contracts for one in contract.references})
    was, now = ([*_together(contract_json(contract, others))] for contract in contracts)
    before, after = (
        [Entry((Piece(line, lacks),), lacks) for line, lacks in marked(mine, them)]
        for mine, them in ((was, now), (now, was))
    )
    return Row("compatibility", LABELS["compatibility"], before, after, is_changed=was != now)


def _together(contract: Mapping[str, Any]) -> Iterator[str]:
    for group in named_groups(contract):
        for other in group["offers"]:
            plans = ", ".join(plan["name"] for plan in other.get("plans", ()))
            yield f"{group['title']}: {other['name']}" + (f" ({plans})" if plans else "")
        if group["note"]:
            yield group["note"]


def _plans(old: Content, new: Content) -> Row:
    """Say each plan in a sentence. It is marked where the other side has no plan with these words and this price."""
    was, now = ([(_sentence(plan), Rule.of(plan).said()) for plan in said["plans"]] for said in (old, new))
    before, after = (
        [Entry((Piece(plan[0], plan not in others),), plan not in others) for plan in mine]
        for mine, others in ((was, now), (now, was))
    )
    return Row("plans", LABELS["plans"], before, after, is_changed=was != now)


def _sentence(plan: Mapping[str, Any]) -> str:
    """Say a plan with all that its price depends on; its code tells apart two that are called the same."""
    price = price_json(Rule.of(plan))
    private = [gettext("only for customers who were named")] if is_private(plan) else []
    if plan.get("stands_in_for"):
        private.append(gettext("compared with the plan “%(code)s”") % {"code": plan["stands_in_for"]})
    said = [price["sentence"], *price["steps"], *price["more"], *private]
    return f"{plan['name']} ({plan['code']}): " + "; ".join(said)


def _all(about: str, *sides: Content) -> set[str]:
    return {item for side in sides for item in side.get(about, [])}


def _category_names(*sides: Content) -> dict[str, str]:
    found = Category.objects.filter(slug__in=_all("categories", *sides))
    return {category.slug: category.shown_name for category in found}
