"""What a basket would cost, before anybody has bought it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.listings.alone import not_sold_alone
from catalog.listings.queries import Asking, SellablePlan, sellable_plans
from core.money import Money
from core.periods import local_date
from marketplace.billing.drafting import Draft, draft
from marketplace.billing.parties import seller, tax_party
from marketplace.billing.queries import next_billing_day
from marketplace.billing.rating import DesiredLine, RatedItem, Snapshot, diff, rate
from marketplace.billing.taxation import tax_for
from marketplace.customers.models import Customer
from marketplace.ordering.basket import Wish, check_alone, check_plans, check_sellers, check_shape, check_together
from marketplace.ordering.selling import closed_to, judged
from marketplace.subscriptions.timeline import Span


@dataclass(frozen=True, slots=True)
class Renewal:
    """The next day on which something is billed, and how much, as taxes are today."""

    on: date
    gross: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """The first invoice of a subscription that does not exist yet. `plans` has one entry for each line."""

    draft: Draft
    plans: tuple[SellablePlan, ...]
    renewal: Renewal | None

    @property
    def gross(self) -> Money:
        """What the first invoice will come to."""
        return Money(self.draft.totals.gross, self.draft.currency)

    @property
    def renewal_sentence(self) -> str:
        """Say when it renews and for how much."""
        if self.renewal is None:
            return _("It does not renew.")
        return _("%(now)s today; renews on %(day)s for %(then)s, and so on until you cancel.") % {
            "now": self.gross,
            "day": date_format(self.renewal.on, "j F Y"),
            "then": self.renewal.gross,
        }


def preview(*, customer: Customer, basket: Sequence[tuple[UUID, int]], at: datetime, channel: str = "") -> Quote:
    """Price a basket for a customer as of `at`: by the engine, tax and sums that the invoice will go through.

    The prices are those of the channel with this code, if one is named.

    Raises BasketInvalid, PlanNotForSale, CurrenciesMixed, NotSoldAlone, PartnerTakesNoOrders, Incompatible.
    """
    wishes = [Wish(*pair) for pair in basket]
    check_shape(wishes)
    plans = sellable_plans([wish.plan_id for wish in wishes], asking_of(customer, at, channel))
    check_plans(wishes, plans, currency=customer.currency)
    check_alone(wishes, plans, not_sold_alone(plans, at=at), site=settings.BASE_URL)
    check_sellers(wishes, plans, closed_to(customer, plans.values(), at=at))
    check_together(wishes, plans, judged(customer, wishes, plans, at=at))
    return quote(customer=customer, basket=wishes, plans=plans, at=at)


def asking_of(customer: Customer, at: datetime, channel: str = "") -> Asking:
    """Return for whom the prices of an order are chosen, by the customer's calendar."""
    today = local_date(at, customer.zone)
    return Asking(today, customer.currency, channel, organisation_ids=frozenset({customer.organisation_id}))


def quote(*, customer: Customer, basket: Sequence[Wish], plans: Mapping[UUID, SellablePlan], at: datetime) -> Quote:
    """Price a basket that has been checked."""
    today = local_date(at, customer.zone)
    snapshot = Snapshot(
        currency=customer.currency,
        anchor_on=today,
        items=tuple(_rated(plans[wish.plan_id], wish.quantity, today) for wish in basket),
    )
    tax = tax_for(tax_party(customer), seller_country=seller().country, on=today)
    first = rate(snapshot, today)
    renewal_on = next_billing_day(snapshot, today)
    renewal = None
    if renewal_on is not None:
        again = diff(rate(snapshot, renewal_on), [line.key for line in first]).missing
        renewal = Renewal(renewal_on, _gross(draft(again, tax=tax, currency=customer.currency)))
    return Quote(
        draft=draft(first, tax=tax, currency=customer.currency),
        plans=tuple(plans[_plan_of(line)] for line in first),
        renewal=renewal,
    )


def _rated(plan: SellablePlan, quantity: int, today: date) -> RatedItem:
    return RatedItem(
        # No item exists yet; its plan stands for it, once in each basket.
        item_id=plan.plan_id,
        price_id=plan.price_id,
        rule=plan.rule,
        quantity=quantity,
        span=Span(today),
    )


def _plan_of(line: DesiredLine) -> UUID:
    return line.key.item_id


def _gross(content: Draft) -> Money:
    return Money(content.totals.gross, content.currency)
