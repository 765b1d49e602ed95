"""Whether a requirement became stricter, eased or was only reworded, part by part. Pure; in doubt it is stricter."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import combinations, product
from math import inf, prod
from typing import Any, Literal

from partners.programmes.conditions import Condition, FactValue, comparisons, evaluate
from partners.programmes.evidence import Accepts
from partners.programmes.facts import FACTS
from partners.programmes.spans import Span
from partners.programmes.specs import Spec

Direction = Literal["stricter", "eased", "reworded"]
# More situations than this are not tried out: the change counts as stricter then.
MOST_WORLDS = 20_000


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One part of a requirement that differs, as plain data; of texts, `language` says which."""

    field: str
    direction: Direction
    before: Any
    after: Any
    language: str = ""


def compare(before: Spec, after: Spec) -> list[FieldChange]:
    """Return what differs between two contents of one requirement, in the order in which it is written."""
    old, new = before.plain(), after.plain()
    changes = [
        FieldChange(name, direct(getattr(before, name), getattr(after, name)), old[name], new[name])
        for name, direct in _DIRECTIONS.items()
        if old[name] != new[name]
    ]
    satisfied_by = ("evidence", "any_of")
    if any(old[name] != new[name] for name in satisfied_by):
        was, is_now = ({name: plain[name] for name in satisfied_by} for plain in (old, new))
        changes.append(FieldChange("satisfied_by", _satisfied_by(before, after), was, is_now))
    for language, words in old["words"].items():
        for name, text in words.items():
            if text != new["words"][language][name]:
                # Whoever signed the earlier words did not sign these.
                direction: Direction = "stricter" if name == "statement" else "reworded"
                changes.append(FieldChange(name, direction, text, new["words"][language][name], language))
    return changes


def overall(changes: Collection[FieldChange]) -> Direction:
    """Return what the changes of one requirement come to: stricter if one is, else eased if one is."""
    directions = {change.direction for change in changes}
    return next((found for found in ("stricter", "eased") if found in directions), "reworded")


def implies(one: Condition | None, other: Condition | None) -> bool:
    """Whether `other` holds wherever `one` does: tried out in every situation that the two can tell apart."""
    if other is None:
        return True
    mentioned: dict[str, set[Any]] = {}
    for comparison in (*comparisons(one), *comparisons(other)):
        value = comparison.value
        mentioned.setdefault(comparison.fact, set()).update(value if isinstance(value, tuple) else (value,))
    domains = {name: _values(name, values) for name, values in mentioned.items()}
    if prod(map(len, domains.values())) > MOST_WORLDS:
        return False
    worlds = (dict(zip(domains, world, strict=True)) for world in product(*domains.values()))
    return all(evaluate(other, world).holds for world in worlds if evaluate(one, world).holds)


def _values(name: str, mentioned: set[Any]) -> list[FactValue]:
    """Return values of the fact such that every other value compares like one of them."""
    fact = FACTS[name]
    match fact.type:
        case "country":
            return [
                *sorted(mentioned),
                next(code for code in ("QM", *map("Q{}".format, "NOPQRSTUVW")) if code not in mentioned),
            ]
        case "choice":
            return list(fact.choices or ())
        case "set":
            return [frozenset(some) for n in range(len(mentioned) + 1) for some in combinations(sorted(mentioned), n)]
        case "flag":
            return [False, True]
        case "number":
            return sorted({0, *mentioned, *(value + 1 for value in mentioned)})


def _smaller_is_stricter(before: str, after: str) -> Direction:
    """Of spans; none at all is for ever."""
    was, is_now = (Span.read(text).days if text else inf for text in (before, after))
    return "stricter" if is_now < was else "eased"


def _more_is_stricter(before: Collection[str], after: Collection[str]) -> Direction:
    return "eased" if set(after) < set(before) else "stricter"


def _level(before: str, after: str) -> Direction:
    return "eased" if before == "mandatory" and after != "mandatory" else "stricter"


def _check(_before: str, after: str) -> Direction:
    return "stricter" if after else "eased"


def _applies_if(before: Condition | None, after: Condition | None) -> Direction:
    if not implies(after, before):
        return "stricter"
    return "reworded" if implies(before, after) else "eased"


def _satisfied_by(before: Spec, after: Spec) -> Direction:
    if not _still_enough(before, after):
        return "stricter"
    return "reworded" if _still_enough(after, before) else "eased"


def _still_enough(before: Spec, after: Spec) -> bool:
    """Whether every set of evidence that was enough before is enough after."""
    return all(
        any(
            all(name in one and _still_accepted(before.evidence[name], after.evidence[name]) for name in other)
            for other in after.any_of
        )
        for one in before.any_of
    )


def _still_accepted(before: Accepts, after: Accepts) -> bool:
    ages = [Span.read(accepts.max_age).days if accepts.max_age else inf for accepts in (before, after)]
    return (
        before.kind == after.kind
        and before.version == after.version
        and set(before.media_types) <= set(after.media_types)
        and before.max_bytes <= after.max_bytes
        and ages[0] <= ages[1]
    )


_DIRECTIONS: dict[str, Callable[[Any, Any], Direction]] = {
    "kind": lambda *_: "reworded",
    "level": _level,
    "badge": lambda *_: "stricter",
    "applies_if": _applies_if,
    "blocks": _more_is_stricter,
    "decided_by": lambda *_: "eased",
    "check": _check,
    "due_in": _smaller_is_stricter,
    "grace": _smaller_is_stricter,
    "valid_for": _smaller_is_stricter,
    "max_age": _smaller_is_stricter,
    "touches": _more_is_stricter,
}
