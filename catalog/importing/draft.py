"""How an imported product reads as an offer. Pure."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from catalog.importing.categories import category_slugs
from catalog.importing.lines import BadLine, Product
from catalog.importing.prices import plans_of
from catalog.offers import rules
from catalog.offers.rules import PlanDraft
from core.web import json

ATTRIBUTION = (
    "Facts from the awesome-selfhosted list (https://github.com/awesome-selfhosted/awesome-selfhosted-data),"
    " CC-BY-SA 3.0; prices invented for this marketplace."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The offer that a line leads to: its fields as `draft_offer` takes them, its plans as `add_plans` takes them.

    Drafts of equal `digest` are equal, and need no new version.
    """

    number: int
    slug: str
    tags: tuple[str, ...]
    fields: dict[str, Any]
    plans: list[PlanDraft]
    digest: str


def draft_of(number: int, product: Product, attribution: str) -> Draft:
    """Return the offer for the product on line `number`. Raises BadLine where it breaks the rules of offers."""
    fields = {
        "name": product.name,
        "summary": _summary(product.description),
        "description": _description(product),
        "website": product.website_url or product.source_code_url,
        "source_note": attribution,
        "categories": category_slugs(product.tags),
    }
    errors = rules.offer_errors(fields)
    if errors:
        raise BadLine(" ".join(f"{field}: {sentence}" for field, sentence in errors.items()))
    plans = plans_of(product)
    digest = blake2b(json.canonical([fields, plans]), digest_size=16).hexdigest()
    return Draft(number, product.slug, product.tags, fields, plans, digest)


def _summary(description: str) -> str:
    line = " ".join(description.split())
    if len(line) <= rules.SUMMARY:
        return line
    cut = line[: rules.SUMMARY - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def _description(product: Product) -> str:
    facts = [
        ("Licence", ", ".join(product.licenses)),
        ("Platforms", ", ".join(product.platforms)),
        ("Latest release", product.release),
        ("Source code", product.source_code_url),
        ("Demo", product.demo_url),
        ("Stars", _stars(product)),
        ("Status", "archived by its authors" if product.archived else ""),
    ]
    lines = [f"{name}: {value}" for name, value in facts if value]
    return "\n\n".join(filter(None, [product.description, "\n".join(lines)]))


def _stars(product: Product) -> str:
    if product.stars is None:
        return ""
    return f"{product.stars:,}" + (f" (as of {product.updated_at})" if product.updated_at else "")
