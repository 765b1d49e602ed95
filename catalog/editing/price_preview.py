"""What a price looks like to customers, and what it comes to, while it is being edited."""

from collections.abc import Mapping
from typing import Any

from catalog.pricing import schemes
from catalog.pricing.boundaries import falls
from catalog.pricing.charging import due
from catalog.pricing.rule import Rule
from catalog.pricing.scheme import Counts
from catalog.pricing.usage import Usage
from catalog.pricing.wording import price_json
from catalog.pricing.writing import number, written
from core.money import Money

SAMPLES: Mapping[Counts, tuple[int, ...]] = {
    Counts.NOTHING: (1,),
    Counts.SEATS: (1, 5, 10, 50, 250),
    Counts.UNITS: (1, 10, 100, 1_000, 10_000),
    Counts.AMOUNTS: (10, 100, 1_000, 10_000),
    Counts.CELLS: (1, 10, 100),
}


def price_preview(rule: Rule) -> dict[str, Any]:
    """Return the sentences of a price, what some quantities cost for a whole interval, and where it falls."""
    counts = schemes.of(rule.scheme).counts
    return {
        **price_json(rule),
        "samples": [(number(quantity), _money(due(rule, Usage.of(quantity)))) for quantity in SAMPLES[counts]],
        "of_money": counts is Counts.AMOUNTS,
        "falls": [
            {
                "quantity": number(fall.quantity),
                "more": number(fall.quantity + 1),
                "before": _money(Money.of(fall.before, rule.currency)),
                "after": _money(Money.of(fall.after, rule.currency)),
            }
            for fall in falls(rule)
        ],
    }


def _money(amount: Money) -> str:
    return written(amount.amount, amount.currency)
