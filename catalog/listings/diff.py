"""What changed between two versions, so that a person can read it. Pure."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from catalog.listings.content import Content, contract_of, kind_of, translations_of, visibility_of
from catalog.pricing.rule import Rule

TEXTS = ("name", "summary", "description", "website", "video_url", "source_note")
# A version frozen before a field existed does not have it.
LISTS = ("categories", "tags", "integrations", "data_classes", "data_locations")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `about` is the field, or `plans/<code>`; `lines` is a line diff where a text has many lines."""

    about: str
    kind: Literal["added", "removed", "changed"]
    before: Any
    after: Any
    lines: tuple[str, ...] = ()


def diff(before: Content | None, after: Content) -> list[Change]:
    """Return how `after` differs from `before`; without a version before, everything that is said is an addition."""
    old = before or {"plans": []}
    return [
        *_texts(old, after),
        *_translations(old, after),
        *_logo(old, after),
        *_screenshots(old, after),
        *_kind_of_offer(before, after),
        *_compatibility(old, after),
        *(change for field in LISTS for change in _list(field, old, after)),
        *_plans(old, after),
    ]


# Whom to name as the source is no part of what is offered.
_UNTOUCHED = ("source_note",)
PARTS = (
    "name",
    "summary",
    "description",
    "website",
    "video_url",
    "logo",
    "screenshots",
    "kind",
    "compatibility",
    *LISTS,
    "plans",
    "prices",
)


def touched(before: Content | None, after: Content) -> frozenset[str]:
    """Return the parts of the offer, in the words of requirements, that differ; all of them without a version before.

    A plan that comes or goes brings its price or takes it along.
    """
    if before is None:
        return frozenset(PARTS)
    return frozenset(part for change in diff(before, after) for part in _parts(change.about))


def _parts(about: str) -> tuple[str, ...]:
    if about in _UNTOUCHED:
        return ()
    field, *rest = about.split("/")
    if field != "plans":
        return (field,)
    match rest[1:]:
        case ["price"]:
            return ("prices",)
        case ["name"] | ["stands_in_for"]:
            return ("plans",)
        case _:
            return ("plans", "prices") if rest else ("plans",)


def _texts(old: Content, new: Content) -> Iterator[Change]:
    for field in TEXTS:
        was, now = old.get(field, ""), new.get(field, "")
        if was != now:
            yield Change(field, _kind(was, now), was or None, now or None, _lines(was, now))


def _translations(old: Content, new: Content) -> Iterator[Change]:
    for field, language, was, now in translations_of(old, new):
        if was != now:
            yield Change(f"{field}/{language}", _kind(was, now), was or None, now or None, _lines(was, now))


def _logo(old: Content, new: Content) -> Iterator[Change]:
    was, now = old.get("logo"), new.get("logo")
    if was != now:
        yield Change("logo", _kind(was, now), was, now)


def _screenshots(old: Content, new: Content) -> Iterator[Change]:
    """Yield what is gone and what is new, other words for the same picture, and another order of those that stay."""
    was = {shot["sha256"]: shot for shot in old.get("screenshots", [])}
    now = {shot["sha256"]: shot for shot in new.get("screenshots", [])}
    yield from (Change("screenshots", "removed", shot, None) for key, shot in was.items() if key not in now)
    for key, shot in now.items():
        if key not in was:
            yield Change("screenshots", "added", None, shot)
        elif was[key]["alt"] != shot["alt"]:
            yield Change("screenshots", "changed", was[key], shot)
    kept_was, kept_now = [key for key in was if key in now], [key for key in now if key in was]
    if kept_was != kept_now:
        yield Change("screenshots", "changed", [was[key] for key in kept_was], [now[key] for key in kept_now])


def _kind_of_offer(before: Content | None, after: Content) -> Iterator[Change]:
    """Say that a product became an add-on or the other way round; that it is new says what it is by itself."""
    if before is not None and kind_of(before) != kind_of(after):
        yield Change("kind", "changed", kind_of(before), kind_of(after))


def _compatibility(old: Content, new: Content) -> Iterator[Change]:
    was, now = contract_of(old).said(), contract_of(new).said()
    for field in ("complements", "excludes"):
        yield from _entries(f"compatibility/{field}", was[field], now[field])
    for field in ("requires", "seats"):
        if was[field] != now[field]:
            yield Change(f"compatibility/{field}", "changed", was[field], now[field])


def _list(field: str, old: Content, new: Content) -> Iterator[Change]:
    yield from _entries(field, old.get(field, []), new.get(field, []))


def _entries(field: str, was: list[Any], now: list[Any]) -> Iterator[Change]:
    yield from (Change(field, "removed", one, None) for one in was if one not in now)
    yield from (Change(field, "added", None, one) for one in now if one not in was)
    if was != now and set(was) == set(now):
        yield Change(field, "changed", was, now)


def _plans(old: Content, new: Content) -> Iterator[Change]:
    was = {plan["plan_id"]: plan for plan in old["plans"]}
    now = {plan["plan_id"]: plan for plan in new["plans"]}
    yield from (Change(f"plans/{plan['code']}", "removed", plan, None) for key, plan in was.items() if key not in now)
    for key, plan in now.items():
        if key not in was:
            yield Change(f"plans/{plan['code']}", "added", None, plan)
            continue
        about = f"plans/{plan['code']}"
        if was[key]["name"] != plan["name"]:
            yield Change(f"{about}/name", "changed", was[key]["name"], plan["name"])
        if visibility_of(was[key]) != visibility_of(plan):
            yield Change(f"{about}/visibility", "changed", visibility_of(was[key]), visibility_of(plan))
        before, after = (each.get("stands_in_for", "") for each in (was[key], plan))
        if before != after:
            yield Change(f"{about}/stands_in_for", _kind(before, after), before or None, after or None)
        if _price(was[key]) != _price(plan):
            yield Change(f"{about}/price", "changed", _price(was[key]), _price(plan))
        yield from _list_prices(was[key], plan)
    kept_was, kept_now = [key for key in was if key in now], [key for key in now if key in was]
    if kept_was != kept_now:
        codes = [[table[key]["code"] for key in keys] for table, keys in ((was, kept_was), (now, kept_now))]
        yield Change("plans", "changed", codes[0], codes[1])


def _list_prices(was: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    before, after = ({entry["price_id"]: entry for entry in plan.get("prices", ())} for plan in (was, now))
    about = f"plans/{now['code']}/price"
    yield from (Change(about, "removed", entry, None) for key, entry in before.items() if key not in after)
    yield from (Change(about, "added", None, entry) for key, entry in after.items() if key not in before)


def _price(plan: dict[str, Any]) -> dict[str, Any]:
    return Rule.of(plan).said()


def _kind(was: Any, now: Any) -> Literal["added", "removed", "changed"]:  # noqa: ANN401
    return "added" if not was else "removed" if not now else "changed"


def _lines(was: str, now: str) -> tuple[str, ...]:
    """Return the changed lines with one line around them; nothing where both texts are a single line."""
    if "\n" not in was and "\n" not in now:
        return ()
    return tuple(difflib.unified_diff(was.splitlines(), now.splitlines(), lineterm="", n=1))[2:]
