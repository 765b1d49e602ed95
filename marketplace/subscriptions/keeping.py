"""Whether what a customer holds keeps to the contracts of the listing versions that it was sold under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min, Q

from catalog.listings.content import contract_of
from catalog.listings.related import names_of
from catalog.offers.compatibility import Held, Verdict, evaluate
from core.periods import local_date
from marketplace.customers.models import Customer
from marketplace.subscriptions.models import Item, Subscription
from marketplace.subscriptions.timeline import Kind


@dataclass(frozen=True, slots=True)
class Holding:
    """An item of a customer that runs, or is to run, and the subscription that it is part of."""

    item_id: UUID
    subscription_id: UUID
    held: Held


def holdings(customer: Customer, *, at: datetime) -> list[Holding]:
    """Return what the customer holds on its calendar at `at`, each under the contract it was sold under; one query.

    What is cancelled is held up to its last day.
    """
    rows = (
        Item.objects.held_by(customer)
        .annotate(ends_on=Min("timeline__effective_on", filter=Q(timeline__kind=Kind.CANCEL)))
        .order_by("pk")
        .values_list("pk", "subscription_id", "plan__offer_id", "plan__code", "quantity", *_SAID, "ends_on")
    )
    today = local_date(at, customer.zone)
    return [
        Holding(
            item_id,
            subscription_id,
            Held(
                offer=offer_id,
                plan=code,
                quantity=quantity,
                name=name,
                contract=contract_of({"compatibility": said}),
                ends_on=ends_on,
            ),
        )
        for item_id, subscription_id, offer_id, code, quantity, name, said, ends_on in rows
        if ends_on is None or ends_on > today
    ]


_SAID = ("listing_version__content__name", "listing_version__content__compatibility")


def judge(held: Sequence[Held]) -> tuple[Verdict, ...]:
    """Return all that goes against the contracts; a query for names only where something needed may not be held."""
    there = {one.offer for one in held}
    needed = {need.offer for one in held for need in one.contract.requires}
    return evaluate(held, names_of(needed - there))


def ended(known: Iterable[Holding], ends: dict[UUID, date]) -> list[Holding]:
    """Return the same with the days on which items end, by their ids."""
    return [
        replace(one, held=replace(one.held, ends_on=ends[one.item_id])) if one.item_id in ends else one for one in known
    ]


def warnings_about(subscription: Subscription, *, at: datetime) -> list[Verdict]:
    """Return what goes against a contract and has to do with the subscription, on whichever side; two queries."""
    known = holdings(subscription.customer, at=at)
    ours = {one.held.offer for one in known if one.subscription_id == subscription.pk}
    found = judge([one.held for one in known])
    return [verdict for verdict in found if ours & {*verdict.about, *verdict.missing}]
