"""What somebody chooses of a bundle, as it stands in the address of its page: so it can be shared, kept and ordered."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from catalog.bundles.composition import Held, Market
from catalog.bundles.queries import Offered
from core.periods import Interval
from core.web.addressing import id_in

LONGEST_COUNT = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """A currency and interval, plans, and how many of each. `is_said`: anything at all.

    What is not sold any more is left out and named: `gone`, the plans; `market_gone`, whether it is the market.
    """

    market: Market
    plans: frozenset[UUID]
    counts: dict[UUID, str]
    is_said: bool
    gone: frozenset[UUID]
    market_gone: Market | None

    @classmethod
    def read(cls, given: QueryDict, found: Offered) -> "Asked":
        """Take what makes sense of an address, and leave the rest."""
        wanted = _market(given.get("market", ""))
        is_sold = wanted in found.markets
        plans = frozenset(plan for plan in map(id_in, given.getlist("part")) if plan)
        known = {part.plan_id for part in found.composition.parts}
        counts = {plan_id: given.get(f"n-{plan_id}", "1") for plan_id in known}
        return cls(
            market=wanted if wanted and is_sold else found.markets[0],
            plans=plans & known,
            counts=counts,
            is_said="market" in given,
            gone=plans - known,
            market_gone=None if is_sold else wanted,
        )

    def count(self, plan_id: UUID) -> int:
        """Return how many; 0, which is refused, for what is no number."""
        text = self.counts[plan_id]
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_COUNT else 0

    def chosen(self, found: Offered) -> list[Held]:
        """Return what is chosen in the market, with what is always in, in the order of the bundle."""
        here = found.composition.within(self.market).parts
        return [
            Held(part, self.count(part.plan_id)) for part in here if part.role == "fixed" or part.plan_id in self.plans
        ]

    def query(self, chosen: list[Held]) -> str:
        """Return the address's part that says just this."""
        said = [("market", "-".join(self.market))]
        said += [("part", str(part.plan_id)) for part, _ in chosen if part.role != "fixed"]
        said += [(f"n-{part.plan_id}", str(quantity)) for part, quantity in chosen if part.is_counted]
        return urlencode(said)


def _market(text: str) -> Market | None:
    """Return the market that a text names, whether or not anything is sold in it; None for nonsense."""
    currency, _, interval = text.partition("-")
    is_one = len(currency) == 3 and currency.isascii() and currency.isupper()  # noqa: PLR2004 - ISO 4217
    return Market(currency, interval) if is_one and interval in {one.value for one in Interval} else None
