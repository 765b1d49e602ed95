"""From what somebody asks to estimates: the listing's plans, the add-ons beside them, and the tax."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.listings.alone import SoldIn, not_sold_alone
from catalog.listings.queries import Asking, SellablePlan, sellable_plans
from catalog.listings.shown import ShownListing
from catalog.pricing import schemes
from catalog.pricing.scheme import Counts
from catalog.pricing.usage import Usage
from core.accounts.principals import Principal
from core.periods import local_date
from core.refusals import Invalid
from marketplace.billing.parties import seller
from marketplace.billing.taxation import TaxParty, tax_for
from marketplace.calculator.estimate import Estimate, Wanted, estimate
from marketplace.customers.countries import COUNTRIES
from marketplace.ordering.basket import title

# Far enough for every plan that somebody makes, near enough for every calendar.
LAST_YEAR = 2200


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody wants to know: how much they would use, from when, billed on which day, and where they are.

    `usage` is in the words of the listing's plans: `quantity` for seats and units, the amounts of transactions, the
    quantities of cells. A business in another country of the EU accounts for VAT itself. Without a currency each plan
    is priced in its own. Who asks (`principal`) has what its organisations agreed on with partners.
    """

    usage: Usage
    starts_on: date
    billing_day: int
    country: str
    is_business: bool
    asked_at: datetime
    principal: Principal
    currency: str = ""
    add_ons: Sequence[tuple[UUID, int]] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one plan of the listing would cost with the add-ons, or why that cannot be said."""

    plan: SellablePlan
    estimate: Estimate | None
    why_not: str = ""


class AddOnNotForSale(Invalid):
    """An add-on of the question cannot be bought."""

    code = "add-on-not-for-sale"
    title = "An add-on is not for sale"


def ask(
    *,
    usage: Usage,
    starts_on: date | None,
    billing_day: int | None,
    country: str,
    is_business: bool,
    principal: Principal,
    at: datetime,
    currency: str = "",
    add_ons: Sequence[tuple[UUID, int]] = (),
) -> Question:
    """Return the question with what was left open: today, billed on the day of the start, in the operator's country.

    Raises Invalid for a day or a country that cannot be.
    """
    begins = starts_on or local_date(at, "UTC")
    if not at.year - 1 <= begins.year <= LAST_YEAR:
        raise Invalid.field("starts_on", f"Send a day from last year on, up to the year {LAST_YEAR}.")
    where = country or seller().country
    if where not in COUNTRIES:
        raise Invalid.field("country", "Send the country as two capital letters, such as FR.")
    return Question(
        usage=usage,
        starts_on=begins,
        billing_day=billing_day or begins.day,
        country=where,
        is_business=is_business,
        asked_at=at,
        principal=principal,
        currency=currency,
        add_ons=add_ons,
    )


def answers(shown: ShownListing, question: Question) -> list[Answer]:
    """Return an answer for each plan of the listing that is there for who asks, the cheapest first year first.

    What is sold in bundles only has no price of its own to say, and is no add-on beside another plan.

    The prices are those of an order in the listing's channel on the day of the start. Two queries; one more for members
    of organisations. Raises AddOnNotForSale, which names each one that is not there.
    """
    asking = Asking(
        question.starts_on,
        question.currency,
        channel=shown.channel.code if shown.channel else "",
        organisation_ids=question.principal.organisation_ids,
        sees_all=question.principal.is_staff,
    )
    ids = [UUID(plan["plan_id"]) for plan in shown.plans]
    add_ons_asked = [plan_id for plan_id, _quantity in question.add_ons]
    found = sellable_plans([*ids, *add_ons_asked], asking)
    not_alone = not_sold_alone(add_ons_asked, at=question.asked_at) if add_ons_asked else {}
    missing = [
        {
            "pointer": f"/add_ons/{place}/plan",
            "code": "not-sold-alone" if plan_id in found else "not-for-sale",
            "detail": f"{title(found[plan_id])}: {_only_in(not_alone[plan_id])}"
            if plan_id in found
            else f"The plan {plan_id} is not for sale.",
        }
        for place, plan_id in enumerate(add_ons_asked)
        if plan_id not in found or plan_id in not_alone
    ]
    if missing:
        raise AddOnNotForSale(f"{missing[0]['detail']} Look in the catalogue again.", errors=missing)
    add_ons = [_wanted(found[plan_id], Usage.of(quantity)) for plan_id, quantity in question.add_ons]
    given = [_answer(found[plan_id], add_ons, question, shown) for plan_id in ids if plan_id in found]
    return sorted(given, key=_cheapest_first)


def _answer(plan: SellablePlan, add_ons: Sequence[Wanted], question: Question, shown: ShownListing) -> Answer:
    if plan.plan_id in shown.not_alone:
        return Answer(plan, None, _only_in(shown.not_alone[plan.plan_id]))
    others = {one.rule.currency for one in add_ons} - {plan.rule.currency}
    if others:
        currencies = ", ".join(sorted(others))
        return Answer(plan, None, _("The add-ons are priced in another currency (%s).") % currencies)
    verified_at = question.asked_at if question.is_business else None
    tax = tax_for(
        TaxParty(question.country, "asked", verified_at), seller_country=seller().country, on=question.starts_on
    )
    return Answer(
        plan,
        estimate(
            [_wanted(plan, question.usage), *add_ons],
            starts_on=question.starts_on,
            billing_day=question.billing_day,
            tax=tax,
            currency=plan.rule.currency,
        ),
    )


def _only_in(bundles: Sequence[SoldIn]) -> str:
    names = ", ".join(one.name for one in bundles)
    return _("Only in bundles: %s.") % names if bundles else _("Sold in bundles only, and in none of them at present.")


def _wanted(plan: SellablePlan, usage: Usage) -> Wanted:
    """Return the plan as it would be used; what is ordered is ordered whole, and at least once."""
    fixed = schemes.of(plan.rule.scheme).counts is Counts.NOTHING
    return Wanted(
        plan_id=plan.plan_id,
        price_id=plan.price_id,
        rule=plan.rule,
        quantity=1 if fixed else max(1, math.ceil(usage.quantity)),
        usage=None if plan.rule.meter is None else usage,
    )


def _cheapest_first(answer: Answer) -> tuple[bool, str, int]:
    """Sort what can be said first, amounts of one currency together."""
    if answer.estimate is None:
        return (True, "", 0)
    return (False, answer.estimate.year.currency, answer.estimate.year.totals.net)
