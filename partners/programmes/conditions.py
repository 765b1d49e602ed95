"""When a requirement applies: a condition over facts, as data. Pure, and total: what is unknown stays unknown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from partners.programmes.facts import FACTS, Fact
from partners.programmes.reading import Misprint, texts

FactValue = str | bool | int | frozenset[str]
Facts = Mapping[str, FactValue | None]

DEEPEST = 3
MOST_PARTS = 9
DEAREST = 10**12
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_TESTS = {
    "country": ("in",),
    "choice": ("in",),
    "set": ("contains",),
    "flag": ("is",),
    "number": ("above",),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact against one value: `in` (any of several), `contains`, `is` or `above` (minor units)."""

    fact: str
    how: Literal["in", "contains", "is", "above"]
    value: tuple[str, ...] | str | bool | int


@dataclass(frozen=True, slots=True)
class Group:
    """Two conditions or more: `all` of them, or `any` of them."""

    how: Literal["all", "any"]
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a condition."""

    part: Comparison | Group


Condition = Comparison | Group | Not


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds; None while it depends on the facts in `open`."""

    holds: bool | None
    open: tuple[str, ...] = ()


def read(data: Any) -> Condition:  # noqa: ANN401
    """Read a condition from plain data. Raises Misprint."""
    condition = _read(data)
    if (depth := _depth(condition)) > DEEPEST:
        raise Misprint(f"groups stand {depth} deep in one another; at most {DEEPEST} can still be read")
    return condition


def plain(condition: Condition) -> dict[str, Any]:
    """Return a condition as plain data, which `read` reads."""
    match condition:
        case Comparison(fact, how, value):
            return {"fact": fact, how: list(value) if isinstance(value, tuple) else value}
        case Group(how, parts):
            return {how: [plain(part) for part in parts]}
        case Not(part):
            return {"not": plain(part)}


def evaluate(condition: Condition | None, facts: Facts) -> Verdict:
    """Return whether it holds; no condition always holds. A fact that is not known, or makes no sense, is open."""
    holds = _holds(condition, facts) if condition else True
    if holds is not None or condition is None:
        return Verdict(holds)
    return Verdict(None, tuple(dict.fromkeys(_open(condition, facts))))


def comparisons(condition: Condition | None) -> Iterator[Comparison]:
    """Yield every comparison in it, from left to right."""
    match condition:
        case Comparison():
            yield condition
        case Group(_, parts):
            for part in parts:
                yield from comparisons(part)
        case Not(part):
            yield from comparisons(part)


def known(fact: Fact, value: FactValue | None) -> bool:
    """Whether the value is one that the fact can have."""
    match fact.type:
        case "country":
            return isinstance(value, str) and bool(_COUNTRY.fullmatch(value))
        case "choice":
            return isinstance(value, str) and value in (fact.choices or ())
        case "set":
            return isinstance(value, frozenset) and value <= set(fact.choices or ())
        case "flag":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= DEAREST


def _read(data: Any) -> Condition:  # noqa: ANN401
    if not isinstance(data, Mapping):
        raise Misprint(f"a condition is a table, not “{data}”")
    if "fact" in data:
        return _read_comparison(data)
    if len(data) != 1:
        raise Misprint("a condition has a fact, or exactly one of: all, any, not")
    ((how, inner),) = data.items()
    if how == "not":
        part = _read(inner)
        if isinstance(part, Not):
            raise Misprint("“not” of “not” says nothing: leave out both")
        return Not(part)
    if how not in ("all", "any"):
        raise Misprint(f"a condition has no “{how}”: write fact, all, any or not")
    if not isinstance(inner, (list, tuple)) or not 1 < len(inner) <= MOST_PARTS:
        raise Misprint(f"“{how}” has a list of two to {MOST_PARTS} conditions")
    return Group(how, tuple(_read(part) for part in inner))


def _read_comparison(data: Mapping[str, Any]) -> Comparison:
    fact = FACTS.get(data["fact"]) if isinstance(data["fact"], str) else None
    if fact is None:
        raise Misprint(f"there is no fact “{data['fact']}”; known: {', '.join(FACTS)}")
    (how,) = _TESTS[fact.type]
    if set(data) != {"fact", how}:
        raise Misprint(f"a condition on {fact.name} has fact and {how}, and nothing else")
    value = data[how]
    if how == "in":
        values = texts(f"{fact.name} in", value)
        if not values or not all(known(fact, one) for one in values):
            raise Misprint(f"{fact.name} is never one of {list(values)}")
        return Comparison(fact.name, "in", values)
    if not known(fact, frozenset([value]) if how == "contains" and isinstance(value, str) else value):
        raise Misprint(f"{fact.name} {how} “{value}” can never be so")
    return Comparison(fact.name, how, value)  # type: ignore[arg-type]


def _depth(condition: Condition) -> int:
    match condition:
        case Comparison():
            return 0
        case Group(_, parts):
            return 1 + max(_depth(part) for part in parts)
        case Not(part):
            return _depth(part)


def _holds(condition: Condition, facts: Facts) -> bool | None:
    """Three-valued logic (Kleene): a group is decided as soon as the parts known decide it."""
    match condition:
        case Not(part):
            inner = _holds(part, facts)
            return None if inner is None else not inner
        case Group(how, parts):
            decisive = how == "any"
            found = [_holds(part, facts) for part in parts]
            if decisive in found:
                return decisive
            return None if None in found else not decisive
        case Comparison():
            return _passes(condition, facts.get(condition.fact))


def _passes(test: Comparison, value: FactValue | None) -> bool | None:
    if not known(FACTS[test.fact], value):
        return None
    match test.how:
        case "in":
            return value in test.value  # type: ignore[operator]
        case "contains":
            return test.value in value  # type: ignore[operator]
        case "is":
            return value is test.value
        case "above":
            return value > test.value  # type: ignore[operator]


def _open(condition: Condition, facts: Facts) -> Iterator[str]:
    match condition:
        case Comparison():
            yield condition.fact
        case Not(part):
            yield from _open(part, facts)
        case Group(_, parts):
            for inner in parts:
                if _holds(inner, facts) is None:
                    yield from _open(inner, facts)
