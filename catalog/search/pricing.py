"""What a listing costs a month, everywhere and in single channels, on a day. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.pricelists.choosing import Entry, choose
from catalog.pricing.charging import entry as smallest_order
from catalog.search.document import OtherPrice, Price

# The own price of a plan, and those beside it.
Prices = tuple[Entry, Sequence[Entry]]
EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Priced:
    """The price of each plan on a day; what it is elsewhere, where that differs; and when any of it changes next."""

    prices: list[Price]
    others: list[OtherPrice]
    changes_on: date | None


def priced(plans: Sequence[Prices], on: date) -> Priced:
    """Return what the plans of a listing cost on a day.

    The currency is that of the first plan. Of further currencies, and of channels with prices of their own, only what
    is not the same everywhere is among the others.
    """
    main = plans[0][0].rule.currency if plans else ""
    entries = [entry for _, beside in plans for entry in beside]
    currencies = sorted({base.rule.currency for base, _ in plans} | {entry.rule.currency for entry in entries})
    everywhere = {currency: _lowest(plans, currency, EVERYWHERE, on) for currency in currencies}
    others = [
        OtherPrice(EVERYWHERE, currency, monthly)
        for currency, monthly in everywhere.items()
        if currency != main and monthly is not None
    ]
    for channel in sorted({entry.channel for entry in entries} - {EVERYWHERE}):
        here = {currency: _lowest(plans, currency, channel, on) for currency in currencies}
        others += [OtherPrice(channel, one, monthly) for one, monthly in here.items() if monthly != everywhere[one]]
    days = (day for entry in entries for day in (entry.valid_from, entry.valid_until) if day and day > on)
    return Priced(list(_chosen(plans, main, EVERYWHERE, on)), others, min(days, default=None))


def _chosen(plans: Sequence[Prices], currency: str, channel: str, on: date) -> Iterator[Price]:
    """Yield what the smallest order of each plan costs; what is billed by usage has no price beforehand."""
    for base, beside in plans:
        rule = choose(base, beside, currency=currency, channel=channel, on=on).rule
        amount = smallest_order(rule) if rule.meter is None else None
        yield Price(rule.currency, amount, rule.interval, rule.scheme)


def _lowest(plans: Sequence[Prices], currency: str, channel: str, on: date) -> int | None:
    found = (price.monthly for price in _chosen(plans, currency, channel, on) if price.currency == currency)
    return min((monthly for monthly in found if monthly is not None), default=None)
