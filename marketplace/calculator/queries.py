"""Questions about a plan and those who hold it."""

from uuid import UUID

from catalog.offers.models import Plan
from core.accounts.principals import Principal
from core.web.addressing import one
from marketplace.calculator.effect import Holding
from marketplace.subscriptions.models import ENDED, Item


def plan_of(principal: Principal, offer_id: UUID, plan_id: UUID) -> Plan:
    """Return a plan of one's own offer. Raises NotFound."""
    plans = Plan.objects.visible_to(principal).select_related("price", "offer__partner")
    return one(plans, offer_id=offer_id, pk=plan_id)


def holdings_of(plan: Plan) -> list[Holding]:
    """Return what runs of a plan; one query."""
    items = Item.objects.filter(plan=plan).exclude(subscription__state=ENDED).select_related("price")
    return [Holding(item.price.rule, item.quantity) for item in items]
