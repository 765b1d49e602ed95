"""What a listing says that a plan costs is what the plan costs."""

from typing import Any

from partners.vetting.checks.facts import UNDECIDED, Facts, Observation, Result, judged
from partners.vetting.checks.reading import rows, shown, text

CODES = ("price_differs", "price_not_shown")


def check(facts: Facts) -> Result:
    """Compare `listing_prices` with `plan_prices`: rows of plan, amount, currency and interval, texts all of them."""
    charged = _by_plan(rows(facts.subject, "plan_prices"))
    listed = _by_plan(rows(facts.subject, "listing_prices"))
    if not charged:
        return UNDECIDED
    wanting = []
    for plan, price in charged.items():
        if plan not in listed:
            wanting.append(Observation("price_not_shown", {"plan": shown(plan), "charged": shown(price)}))
        elif listed[plan] != price:
            values = {"plan": shown(plan), "listed": shown(listed[plan]), "charged": shown(price)}
            wanting.append(Observation("price_differs", values))
    return judged(wanting)


def _by_plan(prices: list[Any]) -> dict[str, str]:
    return {
        text(price, "plan"): " ".join(text(price, name) for name in ("amount", "currency", "interval"))
        for price in prices
        if isinstance(price, dict)
    }
