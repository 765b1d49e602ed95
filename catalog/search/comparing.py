"""Which listings are compared side by side, and what is said of each."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from catalog.listings.api.shapes import listing_json
from catalog.listings.shown import ShownListing
from core.refusals import Invalid, NotFound

MOST_COMPARED = 4
_SLUG = re.compile(r"[-_a-zA-Z0-9]{1,160}")
_COMPARED = ("id", "slug", "name", "summary", "logo", "partner", "categories", "tags",
    "integrations", "data_locations", "badges", "plans", "listing_version", "number",
    "first_published_at", "published_at", "is_public")  # fmt: skip


def named(given: Iterable[str]) -> list[str]:
    """Return the slugs given, each once and in their order; what cannot be one names no listing and stays."""
    return list(dict.fromkeys(text.strip() for text in given if text.strip()))


def may_be(slugs: Collection[str]) -> list[str]:
    """Return those of the slugs that a listing can have."""
    return [slug for slug in slugs if _SLUG.fullmatch(slug)]


def check_number(slugs: Collection[str]) -> None:
    """Refuse none, and more than fit side by side. Raises Invalid."""
    if not slugs:
        raise Invalid.field("listing", f"Name one to {MOST_COMPARED} listings by their slugs: listing=…&listing=….")
    if (over := len(slugs) - MOST_COMPARED) > 0:
        raise Invalid.field(
            "listing",
            f"At most {MOST_COMPARED} listings fit side by side, and you named {len(slugs)}. Leave out {over}.",
            code="too-many",
        )


def check_known(slugs: Collection[str], shown: Collection[str]) -> None:
    """Refuse listings that are not there. Raises NotFound, which names them."""
    if missing := [slug for slug in slugs if slug not in shown]:
        names = ", ".join(f"“{slug[:80]}”" for slug in missing[: MOST_COMPARED + 1])
        raise NotFound(f"There is no listing {names} in the catalogue that you may see. Leave it out.")


def compared_json(shown: ShownListing) -> dict[str, Any]:
    """Return what is compared of a listing; support is given by its partner, at the partner's website."""
    said = listing_json(shown)
    return {name: said[name] for name in _COMPARED} | {
        "support": {"by": said["partner"]["name"], "url": said["website"] or said["partner"]["website"]}
    }
