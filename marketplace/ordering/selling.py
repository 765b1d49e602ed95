"""Who takes an order at present, as partners and offers may, and whether it goes together with what is held."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from catalog.listings.queries import SellablePlan
from catalog.offers.compatibility import Held, Verdict
from marketplace.customers.models import Customer
from marketplace.ordering.basket import Closed, Wish
from marketplace.subscriptions.keeping import holdings, judge
from marketplace.subscriptions.models import Item
from partners.vetting.queries import capabilities_of_all
from partners.vetting.standing import Capability

# New customers need both; for who is a customer already, that the partner sells at all is enough.
ASKED = ("sell", "new_sales")


def closed_to(customer: Customer, plans: Collection[SellablePlan], *, at: datetime) -> dict[UUID, Closed]:
    """Return, of plans by their id, those that this customer cannot order at `at`, and who does not take the order.

    Who holds something of a partner may order more of it even where selling is restricted to existing customers. What
    an offer itself is held to counts like what its partner is held to; an offer that is held to nothing is free.
    """
    known = set(Item.objects.held_by(customer).values_list("partner_id", flat=True))
    asked = _Asked(plans, at)
    found: dict[UUID, Closed] = {}
    for plan in plans:
        is_new = plan.partner_id not in known
        for who, capability in asked.about(plan, ASKED if is_new else ASKED[:1]):
            if not capability.is_allowed or (is_new and capability.status == "restricted"):
                found.setdefault(plan.plan_id, Closed(who, capability.since))
    return found


class _Asked:
    """What the partners and offers of some plans may do at an instant; one query."""

    def __init__(self, plans: Collection[SellablePlan], at: datetime) -> None:
        partner_ids, offer_ids = {plan.partner_id for plan in plans}, {plan.offer_id for plan in plans}
        found = capabilities_of_all(partner_ids, offer_ids, ASKED, at)
        self._partners, self._offers = found.partners, found.subjects

    def about(self, plan: SellablePlan, names: Collection[str]) -> Iterator[tuple[str, Capability]]:
        """Yield each capability that the plan needs, with the name of the partner or offer that must have it."""
        for name in names:
            not_granted = Capability(name=name, status="pending", reason="not_granted")
            yield plan.partner_name, self._partners[name].get(plan.partner_id, not_granted)
            if plan.offer_id in self._offers[name]:
                yield plan.offer_name, self._offers[name][plan.offer_id]


def judged(
    customer: Customer, basket: Sequence[Wish], plans: Mapping[UUID, SellablePlan], *, at: datetime
) -> tuple[Verdict, ...]:
    """Return what would go against a contract once the customer holds the basket too; two queries at most.

    Everything counts by the listing version that it was sold by, or is sold by now.
    """
    wished = [
        Held(
            offer=plan.offer_id,
            plan=plan.plan_code,
            quantity=wish.quantity,
            name=plan.offer_name,
            contract=plan.contract,
        )
        for wish, plan in ((wish, plans[wish.plan_id]) for wish in basket)
    ]
    return judge([*(one.held for one in holdings(customer, at=at)), *wished])
