"""Tiers: queries over requirements, as data of a programme. Pure.

They stand one above the other: who reaches one has all below it too. `needs` is `{met = "IDN-001"}`, or `{all = […]}`
or `{any = […]}` of such; without it everybody in the programme has the tier.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from partners.programmes.facts import FACTS
from partners.programmes.reading import Misprint

CODES = tuple(FACTS["tier"].choices or ())
MOST_PARTS = 60


@dataclass(frozen=True, slots=True)
class Met:
    """A requirement that is met."""

    key: str


@dataclass(frozen=True, slots=True)
class Group:
    """All of several needs, or any of them."""

    how: Literal["all", "any"]
    parts: tuple["Need", ...]


Need = Met | Group


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier, and what it needs beside the tiers below it; nothing: everybody has it."""

    code: str
    needs: Need | None


def read_all(data: Sequence[Mapping[str, Any]], keys: Collection[str] | None = None) -> list[Tier]:
    """Read the tiers of a programme, the lowest first; they may ask for `keys` only, if given. Raises Misprint."""
    tiers = []
    for item in data:
        if not isinstance(item, Mapping) or set(item) - {"code", "needs"} or item.get("code") not in CODES:
            raise Misprint(f"a tier has a code, one of {', '.join(CODES)}, and needs, and nothing else")
        tiers.append(Tier(item["code"], _need(item["needs"], keys) if item.get("needs") else None))
    if len({tier.code for tier in tiers}) < len(tiers):
        raise Misprint("a tier comes twice")
    return tiers


def plain(tier: Tier) -> dict[str, Any]:
    """Return a tier as plain data, which `read_all` reads."""
    return {"code": tier.code, **({"needs": _plain(tier.needs)} if tier.needs else {})}


def reached(tiers: Sequence[Tier], met: Collection[str]) -> Tier | None:
    """Return the highest tier that is reached by what is met; None: not even the lowest."""
    found = None
    for tier in tiers:
        if lacking(tier, met):
            return found
        found = tier
    return found


def following(tiers: Sequence[Tier], met: Collection[str]) -> Tier | None:
    """Return the next tier to reach; None: there is none above."""
    return next((tier for tier in tiers if lacking(tier, met)), None)


def lacking(tier: Tier, met: Collection[str]) -> tuple[str, ...]:
    """Return the requirements still to meet for a tier, by the shortest way: the distance to it."""
    return tuple(dict.fromkeys(_lacking(tier.needs, met))) if tier.needs else ()


def _lacking(need: Need, met: Collection[str]) -> list[str]:
    if isinstance(need, Met):
        return [] if need.key in met else [need.key]
    ways = [_lacking(part, met) for part in need.parts]
    return min(ways, key=len) if need.how == "any" else [key for way in ways for key in way]


def _need(data: Any, keys: Collection[str] | None) -> Need:  # noqa: ANN401
    if not isinstance(data, Mapping) or len(data) != 1:
        raise Misprint("what a tier needs is exactly one of: met, all, any")
    ((how, inner),) = data.items()
    if how == "met":
        if not isinstance(inner, str) or (keys is not None and inner not in keys):
            raise Misprint(f"a tier needs {inner}, and the programme has no such requirement")
        return Met(inner)
    if how not in ("all", "any") or not isinstance(inner, (list, tuple)) or not 1 <= len(inner) <= MOST_PARTS:
        raise Misprint(f"“{how}” of a tier has a list of one to {MOST_PARTS} needs")
    return Group(how, tuple(_need(part, keys) for part in inner))


def _plain(need: Need) -> dict[str, Any]:
    return {"met": need.key} if isinstance(need, Met) else {need.how: [_plain(part) for part in need.parts]}
