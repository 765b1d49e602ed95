"""Placing an order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from catalog.listings.alone import not_sold_alone
from catalog.listings.queries import SellablePlan, sellable_plans
from core.actors import Actor
from core.money import Money
from core.refusals import Refusal
from core.web.serializers import money_json
from marketplace.customers.models import Customer
from marketplace.ordering.basket import (
    Wish,
    check_alone,
    check_plans,
    check_sellers,
    check_shape,
    check_together,
    title,
)
from marketplace.ordering.quotes import asking_of, quote
from marketplace.ordering.selling import closed_to, judged
from marketplace.subscriptions.actions import NewItem, start_subscription
from marketplace.subscriptions.models import Subscription


class PriceChanged(Refusal):
    """What the customer saw is not what it costs now."""

    code = "price-changed"
    title = "The price has changed since you saw it"


@transaction.atomic
def place_order(
    *,
    customer: Customer,
    basket: Sequence[tuple[UUID, int]],
    expected_total: Money | None,
    channel: str = "",
    actor: Actor,
    at: datetime,
) -> Subscription:
    """Put a basket of plans, of however many partners, into one subscription, which is billed after commit.

    The prices are those of the channel with this code, if one is named. With `expected_total`, the gross total that the
    customer saw, nothing is bought at another. The customer's row is locked, so that country, VAT id and zone stay as
    they were while the price is compared. Raises BasketInvalid, PlanNotForSale, CurrenciesMixed, NotSoldAlone,
    PartnerTakesNoOrders, Incompatible, PriceChanged.
    """
    wishes = [Wish(*pair) for pair in basket]
    check_shape(wishes)
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    plans = sellable_plans([wish.plan_id for wish in wishes], asking_of(customer, at, channel))
    check_plans(wishes, plans, currency=customer.currency)
    check_alone(wishes, plans, not_sold_alone(plans, at=at), site=settings.BASE_URL)
    check_sellers(wishes, plans, closed_to(customer, plans.values(), at=at))
    check_together(wishes, plans, judged(customer, wishes, plans, at=at))
    if expected_total is not None:
        refuse_other_total(quote(customer=customer, basket=wishes, plans=plans, at=at).gross, expected_total)
    return start_subscription(
        customer=customer,
        currency=customer.currency,
        items=[item_of(plans[wish.plan_id], wish.quantity) for wish in wishes],
        actor=actor,
        at=at,
    )


def item_of(plan: SellablePlan, quantity: int, *, bundle_version_id: UUID | None = None) -> NewItem:
    """Return what an item freezes of a plan that is sold."""
    return NewItem(
        plan_id=plan.plan_id,
        price_id=plan.price_id,
        listing_version_id=plan.listing_version_id,
        partner_id=plan.partner_id,
        partner_name=plan.partner_name,
        description=title(plan),
        quantity=quantity,
        bundle_version_id=bundle_version_id,
    )


def refuse_other_total(found: Money, expected: Money | None) -> None:
    """Raise PriceChanged unless an order comes to what the customer expects, if anything."""
    if expected is not None and found != expected:
        raise PriceChanged(
            f"You expected {expected}, and it comes to {found}. Preview it again and confirm the new total.",
            expected=money_json(expected),
            found=money_json(found),
        )
