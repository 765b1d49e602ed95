"""Reading facts whatever they are: a check is total, so what is missing or of another type reads as nothing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

LONGEST_SHOWN = 200


def text(facts: Mapping[str, Any], name: str) -> str:
    """Return the text, or ""."""
    value = facts.get(name)
    return value if isinstance(value, str) else ""


def whole(facts: Mapping[str, Any], name: str) -> int | None:
    """Return the whole number, or None."""
    value = facts.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def table(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the table, or an empty one."""
    value = facts.get(name)
    return value if isinstance(value, Mapping) else {}


def rows(facts: Mapping[str, Any], name: str) -> list[Any]:
    """Return the list, or an empty one."""
    value = facts.get(name)
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str | bytes) else []


def instant(written: str) -> datetime | None:
    """Return the instant that an ISO 8601 text names, in UTC where it names no zone; None where it names none."""
    try:
        found = datetime.fromisoformat(written)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def day(written: str) -> date | None:
    """Return the day that an ISO 8601 text names, or None."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def shown(value: object) -> str:
    """Return a value as a finding shows it: one printable line, not longer than people read, and never empty."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(value)[: 4 * LONGEST_SHOWN]).split())
    return (line[: LONGEST_SHOWN - 1] + "…" if len(line) > LONGEST_SHOWN else line) or "–"
