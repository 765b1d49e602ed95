"""Which of a plan's prices counts for whom and when. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID

from catalog.pricing.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A price of a plan: in which channel (all, if empty), and from which day up to, but not including, which."""

    price_id: UUID
    rule: Rule
    channel: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Return the entry that a listing version keeps in these fields."""
        return cls(
            price_id=UUID(said["price_id"]),
            rule=Rule.of(said),
            channel=said["channel"],
            valid_from=date.fromisoformat(said["valid_from"]) if said["valid_from"] else None,
            valid_until=date.fromisoformat(said["valid_until"]) if said["valid_until"] else None,
        )

    def said(self) -> dict[str, Any]:
        """Return the entry as a listing version keeps it."""
        return {
            "price_id": str(self.price_id),
            **self.rule.said(),
            "channel": self.channel,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }

    def holds_on(self, day: date) -> bool:
        """Whether the entry counts on this day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day < self.valid_until)


def choose(base: Entry, entries: Iterable[Entry], *, currency: str, channel: str, on: date) -> Entry:
    """Return the price that counts: of the entries in the currency that hold on the day, one for the channel itself
    before one for every channel; without any, the plan's own price, whatever its currency.

    Of one currency and channel at most one entry holds on a day; the database sees to that.
    """
    fitting = [
        entry
        for entry in entries
        if entry.rule.currency == currency and entry.channel in ("", channel) and entry.holds_on(on)
    ]
    return max(fitting, key=lambda entry: entry.channel != "", default=base)


def next_of(
    base: Entry, entries: Iterable[Entry], *, currency: str, channel: str, on: date, days: int
) -> tuple[date, Entry] | None:
    """Return the first day within so many after `on` from which a price counts that begins then, and that price."""
    known = list(entries)
    begin = {entry.valid_from for entry in known if entry.valid_from and on < entry.valid_from <= on + timedelta(days)}
    for day in sorted(begin):
        price = choose(base, known, currency=currency, channel=channel, on=day)
        if price.valid_from == day:
            return day, price
    return None


def prices_of(plan: Mapping[str, Any]) -> tuple[Entry, list[Entry]]:
    """Return the own price and the other entries of a plan, as the content of a listing version says them."""
    base = Entry(price_id=UUID(plan["price_id"]), rule=Rule.of(plan))
    return base, [Entry.of(entry) for entry in plan.get("prices", ())]
