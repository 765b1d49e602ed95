"""Putting up the shelves of the catalogue, moving them about, and taking them down."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from catalog.offers.events import CategoryPublished, CategoryRetired
from catalog.offers.models import Category, Offer
from catalog.offers.refusals import CategoryBelowItself, CategoryInUse, CategorySlugTaken
from catalog.offers.rules import CATEGORY_NAME, CATEGORY_SLUG, LAST_POSITION
from catalog.offers.standing import tells_what_stands, what_stands
from catalog.offers.tree import Placed, lineages, tree
from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid, NotFound, PreconditionFailed

EDITABLE = ("name", "name_fr", "position", "parent")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_FIELDS = ("name", "name_fr", "position")
_KNOWN = "SELECT slug FROM offers_category WHERE slug = ANY(%s) ORDER BY id FOR KEY SHARE"


@transaction.atomic
def publish_categories(*, categories: Sequence[Mapping[str, Any]], actor: Actor, at: datetime) -> list[Category]:
    """Make sure that these categories exist as described: `slug`, `name`, and if wanted `name_fr`, `position`.

    What is not said stays as it is; equal content changes nothing; categories that are not named are left alone.
    Returns those that were new or changed. Raises Invalid.
    """
    for number, category in enumerate(categories):
        _check(category, f"{number}/")
    slugs = [category["slug"] for category in categories]
    rows = Category.objects.select_for_update(no_key=True).filter(slug__in=slugs).order_by("pk")
    known = {row.slug: row for row in rows}
    written = [row for category in categories if (row := _write(category, known)) is not None]
    for row in written:
        _tell(row, actor=actor, at=at)
    return written


@transaction.atomic
def add_category(
    *, slug: str, name: str, name_fr: str = "", position: int = 0, parent: str | None = None, actor: Actor, at: datetime
) -> Category:
    """Put up a category, under another if `parent` names one by its slug. Raises Invalid and CategorySlugTaken."""
    _check({"slug": slug, "name": name, "name_fr": name_fr, "position": position})
    known = _locked_tree()
    if slug in known:
        raise _slug_taken(slug)
    row, created = Category.objects.get_or_create(
        slug=slug,
        defaults={"name": name, "name_fr": name_fr, "position": position, "parent": _above(parent, known)},
    )
    if not created:
        raise _slug_taken(slug)
    _tell(row, actor=actor, at=at)
    return row


@transaction.atomic
def change_category(
    *, category: Category, version: int, changes: Mapping[str, Any], actor: Actor, at: datetime
) -> Category:
    """Change any of `EDITABLE`; `parent` is a slug, or None for where the name says.

    All categories are locked, so that two moves at once cannot put two under each other. What is equal changes nothing.
    Raises Invalid, CategoryBelowItself and PreconditionFailed.
    """
    if unknown := set(changes) - set(EDITABLE):
        raise ValueError(f"a category's {sorted(unknown)} cannot be changed here")
    known = _locked_tree()
    row = known.get(category.slug)
    if row is None or row.version != version:
        raise _changed_meanwhile()
    _check({"slug": row.slug, "name": row.name, **changes})
    values = dict(changes)
    if "parent" in changes:
        values["parent"] = _above(changes["parent"], known)
        _refuse_circle(row, values["parent"], known)
    changed = {field: value for field, value in values.items() if getattr(row, field) != value}
    if not changed:
        return row
    for field, value in changed.items():
        setattr(row, field, value)
    row.version = version + 1
    row.save(update_fields=[*changed, "version"])
    _tell(row, actor=actor, at=at)
    return row


@transaction.atomic
def retire_category(*, category: Category, actor: Actor, at: datetime) -> None:
    """Take a category down for good. Its slug may be used again.

    Its row is locked against whoever is about to use it (`known_categories`). Raises CategoryInUse, which says what
    stands on it, and NotFound.
    """
    row = Category.objects.select_for_update().filter(pk=category.pk).first()
    if row is None:
        raise NotFound
    if standing := what_stands(row.slug):
        said = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in standing.items())
        raise CategoryInUse(f"On “{row.name}” stand: {said}. Move each elsewhere first.", standing=standing)
    row.delete()
    record(CategoryRetired(category_id=category.pk, slug=row.slug), actor=actor, at=at)


def known_categories(slugs: Collection[str]) -> set[str]:
    """Return those of the slugs that are categories, which cannot be retired until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(slugs)])
        return {slug for (slug,) in cursor.fetchall()}


@tells_what_stands
def of_this_room(slug: str) -> dict[str, int]:
    """Return how many categories lie under one, by their names or because staff put them there, and drafts of it."""
    places = tree(Category.objects.placed())
    below = sum(place.parent == slug for place in places.values())
    return {"categories": below, "offers": Offer.objects.filter(categories__contains=[slug]).count()}


def _locked_tree() -> dict[str, Category]:
    # Parents are not joined: after a wait, the join would show those of before.
    return {row.slug: row for row in Category.objects.select_for_update(no_key=True).order_by("pk")}


def _above(parent: str | None, known: Mapping[str, Category]) -> Category | None:
    if parent is None:
        return None
    if parent not in known:
        raise Invalid.field("parent", f"There is no category “{parent[:60]}”; GET /api/v1/categories lists them all.")
    return known[parent]


def _refuse_circle(row: Category, parent: Category | None, known: Mapping[str, Category]) -> None:
    """Refuse to put a category under one that lies under it, by its name or because staff put it there."""
    if parent is None:
        return
    slugs = {one.pk: one.slug for one in known.values()}
    placed = [
        Placed(one.slug, one.name, one.name, slugs.get(one.parent_id) if one.parent_id and one != row else None)
        for one in sorted(known.values(), key=lambda one: (one.position, one.name, one.slug))
    ]
    if row.slug in lineages(placed)[parent.slug]:
        raise CategoryBelowItself(f"“{parent.name}” lies under “{row.name}” itself. Move that one away first.")


def _tell(row: Category, *, actor: Actor, at: datetime) -> None:
    record(CategoryPublished(category_id=row.pk, slug=row.slug, name=row.name), actor=actor, at=at)


def _slug_taken(slug: str) -> CategorySlugTaken:
    return CategorySlugTaken(f"There is a category “{slug}” already. Change that one, or use another slug.")


def _changed_meanwhile() -> PreconditionFailed:
    return PreconditionFailed(
        "Load the category again, look at what has changed, and send your change with the new ETag."
    )


def _check(category: Mapping[str, Any], where: str = "") -> None:
    slug, name, position = category.get("slug"), category.get("name"), category.get("position", 0)
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug) or len(slug) > CATEGORY_SLUG:
        raise Invalid.field(f"{where}slug", "A slug is 1 to 60 lower-case letters and digits, joined by hyphens.")
    for field in ("name", "name_fr"):
        text = category.get(field, "")
        if not isinstance(text, str) or len(text) > CATEGORY_NAME or not text.isprintable():
            raise Invalid.field(f"{where}{field}", "A category's name is one line of at most 80 characters.")
    if not name or not name.strip():
        raise Invalid.field(f"{where}name", "A category needs a name.")
    if not isinstance(position, int) or not 0 <= position <= LAST_POSITION:
        raise Invalid.field(f"{where}position", f"A position is a whole number from 0 to {LAST_POSITION}.")


def _write(category: Mapping[str, Any], known: dict[str, Category]) -> Category | None:
    """Create or change one category. Returns it, or None when it is as described already."""
    row = known.get(category["slug"])
    values = {field: category[field] for field in _FIELDS if field in category}
    if row is None:
        row, created = Category.objects.get_or_create(slug=category["slug"], defaults=values)
        known[row.slug] = row
        if created:
            return row
    changed = {field: value for field, value in values.items() if getattr(row, field) != value}
    if not changed:
        return None
    Category.objects.filter(pk=row.pk).update(version=F("version") + 1, **changed)
    for field, value in changed.items():
        setattr(row, field, value)
    return row
