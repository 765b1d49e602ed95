"""What a change of an offer asks anew, and what is asked of it at all. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from partners.programmes import conditions


def reopened(touched: Collection[str], touches: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """Return the keys whose requirement looks at a part that was touched, each with those parts; the others stay.

    `touches`: by key, the parts of an offer that the requirement looks at.
    """
    met = {key: tuple(sorted({*parts} & {*touched})) for key, parts in touches.items()}
    return {key: parts for key, parts in met.items() if parts}


def is_asked(applies_if: Mapping[str, Any] | None, *, country: str, facts: Mapping[str, Any]) -> bool:
    """Whether a requirement is asked of a subject: until the facts that its condition looks at say that it is not.

    Nothing is gained by leaving a fact out.
    """
    if applies_if is None:
        return True
    return conditions.evaluate(conditions.read(applies_if), _conditional(country, facts)).holds is not False


def _conditional(country: str, facts: Mapping[str, Any]) -> dict[str, conditions.FactValue | None]:
    """Return plain facts as conditions read them; no data class named means that none was declared."""
    classes = frozenset(facts.get("data_classes") or ())
    return {
        "country": country,
        "offer_kind": facts.get("offer_kind"),
        "data_classes": classes or None,
        "handles_personal_data": bool(classes - {"none"}) if classes else None,
        "price": facts.get("price"),
    }


# What checks look at in the facts of an offer, by their code; those that ask the world outside go to its website.
SEEN_BY: Mapping[str, tuple[str, ...]] = {
    "listing_price": ("plan_prices", "listing_prices"),
    "logo_size": ("logo",),
    "text_quality": ("texts",),
}


def seen(check: str, *, reaches_out: bool, facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a check looks at of an offer, to be kept as evidence; None where that is not at hand."""
    if reaches_out:
        return {"url": facts["website"]} if facts.get("website") else None
    names = SEEN_BY.get(check, ())
    if not names or not all(name in facts for name in names):
        return None
    return {name: facts[name] for name in names}
