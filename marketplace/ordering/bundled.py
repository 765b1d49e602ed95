"""Ordering a bundle: its parts become the items of one subscription, each at its part of the bundle's price.

What a part costs inside the bundle is a price of its own, a fixed amount for the quantity that was chosen, so that the
billing run needs to know nothing of bundles, and whoever holds it keeps it when the bundle changes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.bundles.composition import Market
from catalog.bundles.models import Bundle
from catalog.bundles.pricing import Line
from catalog.bundles.queries import Selection, bundle_selection
from catalog.listings.queries import SellablePlan
from catalog.pricing.actions import set_prices
from catalog.pricing.rule import Rule, price_terms
from core.actors import Actor
from core.money import Money
from core.periods import Interval
from marketplace.customers.models import Customer
from marketplace.ordering.actions import item_of, refuse_other_total
from marketplace.ordering.basket import Wish, check_sellers, check_together
from marketplace.ordering.quotes import Quote, quote
from marketplace.ordering.selling import closed_to, judged
from marketplace.subscriptions.actions import start_subscription
from marketplace.subscriptions.models import Subscription


def preview_bundle(
    *, customer: Customer, bundle: Bundle, parts: Sequence[tuple[UUID, int]], interval: Interval, at: datetime
) -> Quote:
    """Price a selection of a bundle for a customer as of `at`, as its invoice will.

    Raises NotSold, SelectionNotPossible, PartnerTakesNoOrders, Incompatible.
    """
    chosen = bundle_selection(bundle, parts, market=Market(customer.currency, interval.value), at=at)
    return preview_selection(customer=customer, chosen=chosen, at=at)


def preview_selection(*, customer: Customer, chosen: Selection, at: datetime) -> Quote:
    """Price what has been chosen of a bundle already, in the customer's currency, as `preview_bundle` does."""
    return quote(customer=customer, basket=_wishes(chosen), plans=_sold(customer, chosen, at), at=at)


@transaction.atomic
def order_bundle(
    *,
    customer: Customer,
    bundle: Bundle,
    parts: Sequence[tuple[UUID, int]],
    interval: Interval,
    expected_total: Money | None,
    actor: Actor,
    at: datetime,
) -> Subscription:
    """Put a selection of a bundle into a subscription of its own, which is billed after commit.

    The bundle stays together: the subscription is cancelled as a whole. With `expected_total`, the gross total that the
    customer saw, nothing is bought at another. Raises what `preview_bundle` raises, and PriceChanged.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    chosen = bundle_selection(bundle, parts, market=Market(customer.currency, interval.value), at=at)
    plans = _sold(customer, chosen, at)
    wishes = _wishes(chosen)
    refuse_other_total(quote(customer=customer, basket=wishes, plans=plans, at=at).gross, expected_total)
    ordered = [plans[wish.plan_id] for wish in wishes]
    prices = set_prices(prices=[price_terms(plan.rule.said()) for plan in ordered], actor=actor, at=at)
    return start_subscription(
        customer=customer,
        currency=customer.currency,
        items=[
            item_of(replace(plan, price_id=price.pk), wish.quantity, bundle_version_id=chosen.version.pk)
            for wish, plan, price in zip(wishes, ordered, prices, strict=True)
        ],
        actor=actor,
        at=at,
    )


def _sold(customer: Customer, chosen: Selection, at: datetime) -> dict[UUID, SellablePlan]:
    """Return the plans at what they cost inside the bundle. Raises what keeps it from being sold to the customer."""
    wishes = _wishes(chosen)
    check_sellers(wishes, chosen.plans, closed_to(customer, chosen.plans.values(), at=at))
    check_together(wishes, chosen.plans, judged(customer, wishes, chosen.plans, at=at))
    name = chosen.version.name
    return {
        line.held.part.plan_id: _inside(chosen.plans[line.held.part.plan_id], line, name) for line in chosen.quote.lines
    }


def _inside(plan: SellablePlan, line: Line, bundle: str) -> SellablePlan:
    """Return a plan as it is sold inside a bundle: all units of it for one fixed amount."""
    amount = Money(line.net, plan.rule.currency).amount
    rule = Rule(scheme="flat", terms={"amount": str(amount)}, currency=plan.rule.currency, interval=plan.rule.interval)
    return replace(plan, rule=rule, offer_name=f"{bundle} · {plan.offer_name}")


def _wishes(chosen: Selection) -> list[Wish]:
    return [Wish(line.held.part.plan_id, line.held.quantity) for line in chosen.quote.lines]
