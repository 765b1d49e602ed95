"""What a partner agrees to, and how one version of that differs from another. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from catalog.bundles.composition import Composition, Part
from catalog.bundles.paths import Policies
from catalog.bundles.pricing import Rule, Terms

# How long a bundle is still sold to new customers once a partner has withdrawn its consent.
NOTICE = timedelta(days=30)

Seen = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of what a partner agrees to. `about` is a field, or `parts/<plan>` or `parts/<plan>/<field>`."""

    about: str
    kind: Literal["added", "removed", "changed"]
    before: Any
    after: Any
    title: str = ""


def seen_by(terms: Terms, composition: Composition, rules: Sequence[Rule], policies: Policies) -> Seen:
    """Return all that a partner agrees to, as plain values: its parts, its terms and what its customers may do.

    What the bundle costs is part of it for those who bear something of the discount; to others it makes no difference.
    """
    bears = terms.borne_by != "platform"
    bounds = {group.code: [group.least, group.most] for group in composition.groups}
    return {
        "parts": [_part(part, bounds) for part in composition.parts if part.partner_id == terms.partner_id],
        "share": {"kind": terms.share_kind, "value": _plain(terms.share)},
        "discount_borne_by": terms.borne_by,
        "supported_by": terms.supported_by,
        "prices": [_price(rule) for rule in rules] if bears else [],
        "cancel_when": policies.cancel_when,
        "on_break": policies.on_break,
        "exchange": policies.exchange,
    }


def same(one: Seen, other: Seen) -> bool:
    """Whether nothing that was agreed on differs; what a part is called is no term."""
    return not any(change.about.rpartition("/")[2] != "title" for change in changes(one, other))


def changes(before: Seen | None, after: Seen) -> list[Change]:
    """Return how `after` differs from `before`, parts first; nothing without a version before."""
    if before is None:
        return []
    fields = [field for field in after if field != "parts"]
    return [
        *_parts(before["parts"], after["parts"]),
        *(
            Change(field, "changed", before.get(field), after[field])
            for field in fields
            if before.get(field) != after[field]
        ),
    ]


def _parts(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    old, new = ({part["plan"]: part for part in parts} for parts in (before, after))
    for plan, part in old.items():
        if plan not in new:
            yield Change(f"parts/{plan}", "removed", part, None, part["title"])
    for plan, part in new.items():
        if plan not in old:
            yield Change(f"parts/{plan}", "added", None, part, part["title"])
            continue
        for field, value in part.items():
            if old[plan].get(field) != value:
                yield Change(f"parts/{plan}/{field}", "changed", old[plan].get(field), value, part["title"])


def _part(part: Part, bounds: Mapping[str, list[int]]) -> dict[str, Any]:
    return {
        "plan": str(part.plan_id),
        "title": part.title,
        "role": part.role,
        "group": part.group,
        "bounds": bounds.get(part.group) if part.role == "choice" else None,
        "sold_alone": part.sold_alone,
        "price": part.price.said(),
    }


def _price(rule: Rule) -> dict[str, str]:
    return {
        "currency": rule.market.currency,
        "interval": rule.market.interval,
        "kind": rule.kind,
        "value": _plain(rule.value),
    }


def _plain(value: Any) -> str:  # noqa: ANN401
    """Return a number as it is written: equal numbers alike, without needless zeros."""
    return f"{value.normalize():f}"
