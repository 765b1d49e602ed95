"""What a listing version says, as plain values: built once at submission, compared, never changed. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from catalog.offers.compatibility import Contract
from catalog.offers.rules import PRIVATE, PUBLIC, TRANSLATED

Content = dict[str, Any]
# What a version that was frozen before a field existed says of it.
UNSAID: Content = {
    "tags": [],
    "integrations": [],
    "data_classes": [],
    "data_locations": [],
    "logo": None,
    "screenshots": [],
    "video_url": "",
    "translations": {},
    "kind": "product",
    "compatibility": {},
}
_UNSAID_OF_PLAN: Content = {
    "unit": "",
    "meter": None,
    "conditions": {},
    "prices": [],
    "visibility": PUBLIC,
    "stands_in_for": "",
}


@dataclass(frozen=True, slots=True)
class PlanContent:
    """One plan as it was submitted. Its identifiers are text, as JSON keeps them.

    `prices` are those for a currency, channel or time of their own, as `catalog.pricelists.choosing.Entry` says them.
    """

    plan_id: str
    code: str
    name: str
    price_id: str
    scheme: str
    currency: str
    interval: str
    terms: dict[str, Any]
    unit: str = ""
    meter: dict[str, Any] | None = None
    conditions: dict[str, Any] = field(default_factory=dict)
    prices: list[dict[str, Any]] = field(default_factory=list)
    visibility: str = PUBLIC
    stands_in_for: str = ""


def content(
    *,
    name: str,
    summary: str,
    description: str,
    website: str,
    source_note: str,
    categories: Sequence[str],
    tags: Sequence[str] = (),
    integrations: Sequence[str] = (),
    data_classes: Sequence[str] = (),
    data_locations: Sequence[str] = (),
    logo: Mapping[str, Any] | None = None,
    screenshots: Sequence[Mapping[str, Any]] = (),
    video_url: str = "",
    translations: Mapping[str, Mapping[str, str]] | None = None,
    kind: str = "product",
    compatibility: Mapping[str, Any] | None = None,
    plans: Iterable[PlanContent],
) -> Content:
    """Return the content of a version; equal offers have equal content."""
    return {
        "name": name,
        "summary": summary,
        "description": description,
        "website": website,
        "source_note": source_note,
        "categories": list(categories),
        "tags": list(tags),
        "integrations": list(integrations),
        "data_classes": list(data_classes),
        "data_locations": list(data_locations),
        "logo": dict(logo) if logo else None,
        "screenshots": [dict(shot) for shot in screenshots],
        "video_url": video_url,
        "translations": dict(translations or {}),
        "kind": kind,
        "compatibility": dict(compatibility or {}),
        "plans": [asdict(plan) for plan in plans],
    }


def says_the_same(frozen: Content, other: Content) -> bool:
    """Whether two versions say the same; a field that did not exist yet says nothing."""
    return _whole(frozen) == _whole(other)


def _whole(said: Content) -> Content:
    return UNSAID | said | {"plans": [_UNSAID_OF_PLAN | plan for plan in said["plans"]]}


def visibility_of(plan: Mapping[str, Any]) -> str:
    """Return for whom a plan of a version is; one frozen before there were private plans is for everybody."""
    return str(plan.get("visibility", PUBLIC))


def is_private(plan: Mapping[str, Any]) -> bool:
    """Whether a plan of a version is only for its partner, staff and customers who were named."""
    return visibility_of(plan) == PRIVATE


def public_plans(plans: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return those of the plans of a version that are there for everybody."""
    return [plan for plan in plans if not is_private(plan)]


def stood_in_for(plan: Mapping[str, Any], plans: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the public plan that a private one of the same version is compared with; None where there is none."""
    code = plan.get("stands_in_for")
    return next((one for one in public_plans(plans) if one["code"] == code), None) if code else None


def text_in(frozen: Content, field: str, language: str) -> str:
    """Return a text in a language where the version has it in that one, else as it was first written."""
    return str(frozen.get("translations", {}).get(language, {}).get(field) or frozen[field])


def translations_of(before: Content, after: Content) -> Iterator[tuple[str, str, str, str]]:
    """Yield each text that either version has in a further language: the text, the language, as it was and as it is."""
    old, new = before.get("translations", {}), after.get("translations", {})
    for language in sorted({*old, *new}):
        for text in TRANSLATED:
            was, now = (said.get(language, {}).get(text, "") for said in (old, new))
            if was or now:
                yield text, language, was, now


def kind_of(frozen: Content) -> str:
    """Return whether a version is of a product or an add-on; one frozen before add-ons were told apart is a product."""
    return str(frozen.get("kind", "product"))


def contract_of(frozen: Content) -> Contract:
    """Return what a version says of other offers."""
    return Contract.of(frozen.get("compatibility"))


def plan_ids(frozen: Content) -> list[UUID]:
    """Return the plans that a version refers to."""
    return [UUID(plan["plan_id"]) for plan in frozen["plans"]]


def list_price_ids(frozen: Content) -> list[UUID]:
    """Return the prices of price lists that a version refers to."""
    return [UUID(entry["price_id"]) for plan in frozen["plans"] for entry in plan.get("prices", ())]
