"""Putting up the shelves of the catalogue."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from catalog.offers.events import CategoryPublished
from catalog.offers.models import Category
from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_FIELDS = ("name", "name_fr", "position")


@transaction.atomic
def publish_categories(*, categories: Sequence[Mapping[str, Any]], actor: Actor, at: datetime) -> list[Category]:
    """Make sure that these categories exist as described: `slug`, `name`, and if wanted `name_fr`, `position`.

    What is not said stays as it is; equal content changes nothing; categories that are not named are left alone.
    Returns those that were new or changed. Raises Invalid.
    """
    for number, category in enumerate(categories):
        _check(number, category)
    slugs = [category["slug"] for category in categories]
    known = {row.slug: row for row in Category.objects.select_for_update().filter(slug__in=slugs).order_by("pk")}
    written = [row for category in categories if (row := _write(category, known)) is not None]
    for row in written:
        record(CategoryPublished(category_id=row.pk, slug=row.slug, name=row.name), actor=actor, at=at)
    return written


def _check(number: int, category: Mapping[str, Any]) -> None:
    slug, name = category.get("slug"), category.get("name")
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug) or len(slug) > 60:  # noqa: PLR2004 - as in the model
        raise Invalid.field(f"{number}/slug", "A slug is 1 to 60 lower-case letters and digits, joined by hyphens.")
    for field in ("name", "name_fr"):
        text = category.get(field, "")
        if not isinstance(text, str) or len(text) > 80 or not text.isprintable():  # noqa: PLR2004
            raise Invalid.field(f"{number}/{field}", "A category's name is one line of at most 80 characters.")
    if not name:
        raise Invalid.field(f"{number}/name", "A category needs a name.")


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
    for field, value in changed.items():
        setattr(row, field, value)
    row.save(update_fields=list(changed))
    return row
