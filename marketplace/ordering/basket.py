"""What may be in a basket. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from catalog.offers.compatibility import Verdict
from catalog.pricing import schemes
from catalog.pricing.charging import charge, set_up_fee
from catalog.pricing.scheme import Counts
from catalog.pricing.usage import Usage
from core.money import exponent
from core.refusals import Invalid, Refusal

if TYPE_CHECKING:
    from catalog.listings.alone import NotAlone
    from catalog.listings.queries import SellablePlan

MOST_ITEMS = 50
MOST_UNITS = 1_000_000
# In minor units, for one item and interval: keeps the sums of 50 items with tax far inside a BIGINT.
LARGEST_NET = 10**15


class Wish(NamedTuple):
    """A plan, and how many of it."""

    plan_id: UUID
    quantity: int


class Closed(NamedTuple):
    """Who takes no order, and since when (None: it never could)."""

    who: str
    since: datetime | None


class BasketInvalid(Invalid):
    """The basket as a whole, or one of its quantities, cannot be accepted."""

    code = "basket-invalid"
    title = "The basket cannot be ordered as it is"


class PlanNotForSale(Invalid):
    """A plan is unknown, not published, or not sold any more: the answer is the same."""

    code = "plan-not-for-sale"
    title = "A plan in the basket is not for sale"


class PlanIsMetered(Refusal):
    """What a plan costs depends on usage, which is not measured here yet; selling it would lose what is used."""

    code = "plan-is-metered"
    title = "A plan in the basket is billed by usage"


class PartnerTakesNoOrders(Refusal):
    """A partner, or an offer of it, does not meet at present what customers may expect of it."""

    code = "partner-takes-no-orders"
    title = "A partner takes no new orders at present"


class NotSoldAlone(Refusal):
    """A plan in the basket is sold in bundles only. Whoever has it alone from before keeps it."""

    code = "not-sold-alone"
    title = "A plan in the basket is sold in bundles only"


class CurrenciesMixed(Refusal):
    """A subscription, and the customer who holds it, have one currency."""

    code = "currencies-mixed"
    title = "A subscription has one currency"


class Incompatible(Refusal):
    """Something in the basket does not go together with the rest of it, or with what the customer holds.

    `texts` has the sentence of each error by language.
    """

    texts: Sequence[Mapping[str, str]] = ()
    code = "incompatible"
    title = "Not everything in the basket goes together"


def check_shape(basket: Sequence[Wish]) -> None:
    """Refuse an empty or oversized basket, a plan named twice, and quantities out of bounds. Raises BasketInvalid."""
    if not 1 <= len(basket) <= MOST_ITEMS:
        raise BasketInvalid.field("items", f"A subscription has 1 to {MOST_ITEMS} items, this basket {len(basket)}.")
    first: dict[UUID, int] = {}
    errors = []
    for index, wish in enumerate(basket):
        if first.setdefault(wish.plan_id, index) != index:
            sentence = f"It is item {first[wish.plan_id] + 1} already. Send it once, with the full quantity."
            errors.append(_error(index, "plan", "duplicate-plan", sentence))
        if not 1 <= wish.quantity <= MOST_UNITS:
            errors.append(_error(index, "quantity", "out-of-range", f"Send a whole number from 1 to {MOST_UNITS}."))
    _refuse(BasketInvalid, errors)


def check_plans(basket: Sequence[Wish], plans: "Mapping[UUID, SellablePlan]", *, currency: str) -> None:
    """Refuse plans that are not for sale, quantities that their prices do not allow, and other currencies.

    `currency` is the customer's. Raises PlanNotForSale, BasketInvalid, CurrenciesMixed, PlanIsMetered.
    """
    unsold = [
        _error(index, "plan", "not-for-sale", f"The plan {wish.plan_id} is not for sale. Look in the catalogue again.")
        for index, wish in enumerate(basket)
        if wish.plan_id not in plans
    ]
    _refuse(PlanNotForSale, unsold)
    for wish in basket:
        plan = plans[wish.plan_id]
        if plan.rule.currency != currency:
            raise CurrenciesMixed(
                f"{title(plan)} is priced in {plan.rule.currency}, and you are billed in {currency}."
                f" Choose a plan in {currency}, or leave it out.",
                plan=str(plan.plan_id),
                currency=plan.rule.currency,
                expected=currency,
            )
        if plan.rule.meter is not None:
            raise PlanIsMetered(
                f"{title(plan)} is billed by measured usage, which cannot be reported to this marketplace yet. Choose a"
                " plan with a price that is known beforehand, or ask the partner.",
                plan=str(plan.plan_id),
            )
    counts = [(index, _wrong_count(plans[wish.plan_id], wish.quantity)) for index, wish in enumerate(basket)]
    _refuse(BasketInvalid, [_error(index, "quantity", "out-of-range", why) for index, why in counts if why])


def check_alone(
    basket: Sequence[Wish], plans: "Mapping[UUID, SellablePlan]", not_alone: "NotAlone", *, site: str
) -> None:
    """Refuse plans that are sold in bundles only, naming the bundles and their pages at `site`. Raises NotSoldAlone."""
    errors, bundles = [], []
    for index, wish in enumerate(basket):
        if wish.plan_id in not_alone:
            what, found = title(plans[wish.plan_id]), not_alone[wish.plan_id]
            named = ", ".join(f"“{one.name}” ({site}{one.path})" for one in found)
            where = f"It is in {named}: order it there." if found else "None of its bundles is on sale at present."
            errors.append(_error(index, "plan", "not-sold-alone", f"{what} is sold in bundles only. {where}"))
            bundles += [
                {"plan": str(wish.plan_id), "name": one.name, "slug": one.slug, "page": f"{site}{one.path}"}
                for one in found
            ]
    if errors:
        raise NotSoldAlone(errors[0]["detail"] + _and_more(errors), errors=errors, bundles=bundles)


def check_sellers(basket: Sequence[Wish], plans: "Mapping[UUID, SellablePlan]", closed: Mapping[UUID, Closed]) -> None:
    """Refuse plans that take no order of the customer; `closed` has those by their id. Raises PartnerTakesNoOrders."""
    errors = []
    for index, wish in enumerate(basket):
        if wish.plan_id in closed:
            who, since = closed[wish.plan_id]
            span = f" has taken no new orders since {since:%Y-%m-%d}" if since else " takes no orders yet"
            errors.append(
                _error(index, "plan", "partner-takes-no-orders", f"{title(plans[wish.plan_id])}: {who}{span}.")
            )
    if errors:
        raise PartnerTakesNoOrders(
            f"{errors[0]['detail']} It may once it meets the marketplace's requirements; until then leave it out of the"
            " basket. What you have bought already runs on.",
            errors=errors,
        )


def check_together(basket: Sequence[Wish], plans: "Mapping[UUID, SellablePlan]", verdicts: Iterable[Verdict]) -> None:
    """Refuse a basket after which something that it touches would go against a contract. Raises Incompatible.

    What goes wrong already and has nothing to do with the basket does not stand in its way.
    """
    errors, texts = [], []
    for verdict in verdicts:
        offers = (verdict.subject, *verdict.about)
        index = next(
            (i for offer in offers for i, wish in enumerate(basket) if plans[wish.plan_id].offer_id == offer), None
        )
        if index is not None:
            errors.append({"pointer": f"/items/{index}", "code": verdict.code, "detail": verdict.sentence})
            texts.append(verdict.texts)
    if errors:
        refusal = Incompatible(errors[0]["detail"] + _and_more(errors), errors=errors)
        refusal.texts = texts
        raise refusal


def _wrong_count(plan: "SellablePlan", quantity: int) -> str:
    """Say why a plan cannot be had in this quantity; nothing, if it can."""
    if schemes.of(plan.rule.scheme).counts is Counts.NOTHING and quantity != 1:
        return f"{title(plan)} has one price whatever the quantity. Order it with quantity 1."
    whole = charge(plan.rule, Usage.of(quantity)).amount + Fraction(set_up_fee(plan.rule).amount)
    if whole * 10 ** exponent(plan.rule.currency) > LARGEST_NET:
        return f"{quantity} of {title(plan)} cost more than one invoice can say. Order fewer."
    return ""


def title(plan: "SellablePlan") -> str:
    """Return what the plan is called on a subscription and an invoice."""
    return f"{plan.offer_name}: {plan.plan_name}"


def _refuse(refusal: type[Invalid], errors: list[dict[str, str]]) -> None:
    if errors:
        raise refusal(errors[0]["detail"] + _and_more(errors), errors=errors)


def _and_more(errors: Sequence[object]) -> str:
    return f" “errors” names {len(errors) - 1} more." if len(errors) > 1 else ""


def _error(index: int, field: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": f"/items/{index}/{field}", "code": code, "detail": detail}
