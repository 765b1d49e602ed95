"""What an imported product costs here: invented, but always the same for the same facts. Pure.

The file knows no prices, so they follow from what it knows, in whole and half euros a month:

* 9.00, or by stars 15.00 (from 100), 25.00 (from 1,000), 39.00 (from 5,000), 59.00 (from 20,000)
* plus 2.00 for each tag after the first: it does more
* plus 10.00 when it is proprietary (a licence that begins with ⊘)
* half of that, rounded up to half euros, when it is archived: its authors have left it

Three plans: `solo`, that amount flat a month; `team`, a sixth of it, rounded up to half euros, for each seat and month;
`solo-yearly`, ten times it flat a year, so that two months are free.
"""

from catalog.importing.lines import Product
from catalog.offers.rules import PlanDraft

_BY_STARS = [(20_000, 118), (5_000, 78), (1_000, 50), (100, 30)]
_SMALLEST = 18
_PER_TAG, _PROPRIETARY = 4, 20


def plans_of(product: Product) -> list[PlanDraft]:
    """Return the plans of a product, in their order, as `add_plans` takes them."""
    halves = monthly_halves(product)
    return [
        _plan("solo", "Solo", "flat", "month", halves),
        _plan("team", "Team", "per_seat", "month", -(-halves // 6)),
        _plan("solo-yearly", "Solo, yearly", "flat", "year", 10 * halves),
    ]


def monthly_halves(product: Product) -> int:
    """Return the monthly amount in half euros."""
    stars = product.stars or 0
    halves = next((amount for least, amount in _BY_STARS if stars >= least), _SMALLEST)
    halves += _PER_TAG * (len(product.tags) - 1)
    if any(licence.startswith("⊘") for licence in product.licenses):
        halves += _PROPRIETARY
    return -(-halves // 2) if product.archived else halves


def _plan(code: str, name: str, scheme: str, interval: str, halves: int) -> PlanDraft:
    amount = f"{halves // 2}.{'50' if halves % 2 else '00'}"
    return PlanDraft(code=code, name=name, scheme=scheme, currency="EUR", interval=interval, terms={"amount": amount})
