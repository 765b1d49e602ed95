"""Verbs of price lists."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from catalog.channels.models import Channel
from catalog.offers.models import Plan
from catalog.offers.rules import PRIVATE
from catalog.pricelists.events import (
    CustomerInvited,
    ListPriceAdded,
    ListPriceRemoved,
    NegotiatedPriceAccepted,
    NegotiatedPriceEnded,
    PriceNegotiated,
)
from catalog.pricelists.models import ListPrice, NegotiatedPrice
from catalog.pricelists.refusals import CodeNotValid, PlanIsPublic, PriceOverlaps, TooManyPrices
from catalog.pricing.actions import set_price
from catalog.pricing.models import Price
from catalog.pricing.rule import PriceTerms
from core.accounts.models import Organisation
from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid, NotFound

MOST_PRICES = 100
CODE_LASTS = timedelta(days=30)
_CODE_BYTES = 15


@transaction.atomic
def add_list_price(
    *,
    plan: Plan,
    price: PriceTerms,
    channel: Channel | None,
    valid_from: date | None,
    valid_until: date | None,
    actor: Actor,
    at: datetime,
) -> ListPrice:
    """Give a plan a price for a currency, channel or time; customers get it once a version with it is live.

    Raises Invalid, PriceOverlaps where another one counts on some of the days, and TooManyPrices.
    """
    _check_days(valid_from, valid_until)
    Plan.objects.select_for_update().get(pk=plan.pk)
    if ListPrice.objects.active().filter(plan=plan).count() >= MOST_PRICES:
        raise TooManyPrices(f"A plan has at most {MOST_PRICES} prices. Remove one that has passed first.")
    made = set_price(price=price, actor=actor, at=at)
    try:
        with transaction.atomic():
            added = ListPrice.objects.create(
                plan=plan,
                price=made,
                currency=made.currency,
                channel=channel,
                valid_from=valid_from,
                valid_until=valid_until,
                created_at=at,
            )
    except IntegrityError as error:
        raise _overlap(error) from error
    record(
        ListPriceAdded(
            offer_id=plan.offer_id,
            plan_id=plan.pk,
            partner_id=plan.offer.partner_id,
            list_price_id=added.pk,
            price_id=made.pk,
        ),
        actor=actor,
        at=at,
    )
    return added


@transaction.atomic
def remove_list_price(*, list_price: ListPrice, actor: Actor, at: datetime) -> None:
    """Leave a price out of the next version. One that no version refers to is deleted. Raises NotFound."""
    plan = list_price.plan
    Plan.objects.select_for_update().get(pk=plan.pk)
    found = ListPrice.objects.active().filter(pk=list_price.pk).first()
    if found is None:
        raise NotFound
    if found.frozen_at is None:
        found.delete()
    else:
        ListPrice.objects.filter(pk=found.pk).update(retired_at=at)
    fact = ListPriceRemoved(
        offer_id=plan.offer_id, plan_id=plan.pk, partner_id=plan.offer.partner_id, list_price_id=list_price.pk
    )
    record(fact, actor=actor, at=at)


@transaction.atomic(savepoint=False)
def freeze_list_prices(*, price_ids: Collection[UUID], actor: Actor, at: datetime) -> None:
    """Note that a submitted version refers to the entries with these prices; the fact of the submission says so."""
    if not price_ids:
        return
    ListPrice.objects.filter(price_id__in=price_ids, frozen_at=None).update(frozen_at=at)


@transaction.atomic
def negotiate_price(
    *,
    plan: Plan,
    price: PriceTerms,
    customer_name: str,
    valid_from: date | None,
    valid_until: date | None,
    actor: Actor,
    at: datetime,
) -> tuple[NegotiatedPrice, str]:
    """Offer one customer a price of its own. Returns it with the code that the customer accepts it with.

    The code is shown once and lasts 30 days; only its hash is kept. Raises Invalid.
    """
    made = set_price(price=price, actor=actor, at=at)
    return _offer(plan, made, customer_name, (valid_from, valid_until), actor=actor, at=at)


@transaction.atomic
def invite_customer(
    *,
    plan: Plan,
    customer_name: str,
    valid_from: date | None,
    valid_until: date | None,
    actor: Actor,
    at: datetime,
) -> tuple[NegotiatedPrice, str]:
    """Let one customer have a private plan at what it costs. Returns the invitation with the code that it is accepted
    with, as `negotiate_price` does. Raises Invalid, and PlanIsPublic where everybody has the plan anyway.
    """
    if plan.visibility != PRIVATE:
        raise PlanIsPublic(
            f"Everybody sees the plan “{plan.name}” and can order it. Make it private first, or offer this customer a"
            " price of its own."
        )
    return _offer(plan, None, customer_name, (valid_from, valid_until), actor=actor, at=at)


def _offer(
    plan: Plan,
    price: Price | None,
    customer_name: str,
    days: tuple[date | None, date | None],
    *,
    actor: Actor,
    at: datetime,
) -> tuple[NegotiatedPrice, str]:
    """Offer one customer a plan, at a price of its own or at what it costs. Raises Invalid."""
    _check_days(*days)
    code = secrets.token_urlsafe(_CODE_BYTES)
    offered = NegotiatedPrice.objects.create(
        plan=plan,
        price=price,
        customer_name=customer_name,
        valid_from=days[0],
        valid_until=days[1],
        code_hash=_hash(code),
        code_expires_at=at + CODE_LASTS,
        created_at=at,
    )
    about = {
        "offer_id": plan.offer_id,
        "plan_id": plan.pk,
        "partner_id": plan.offer.partner_id,
        "negotiated_price_id": offered.pk,
    }
    record(PriceNegotiated(**about, price_id=price.pk) if price else CustomerInvited(**about), actor=actor, at=at)
    return offered, code


@transaction.atomic
def accept_price(*, organisation: Organisation, code: str, actor: Actor, at: datetime) -> NegotiatedPrice:
    """Accept what a code stands for: from now on the organisation has the plan, and its orders are at that price.

    A code is used once. Raises CodeNotValid, and PriceOverlaps where another price was agreed for some of the days.
    """
    rows = NegotiatedPrice.objects.select_for_update(of=("self",)).select_related("plan__offer")
    offered = rows.filter(code_hash=_hash(code), organisation=None, ended_at=None, code_expires_at__gt=at).first()
    if offered is None:
        sentence = "This code is unknown, was used already, or has expired. Ask the partner for another one."
        raise CodeNotValid(sentence, errors=[{"pointer": "/code", "code": "code-not-valid", "detail": sentence}])
    offered.organisation, offered.accepted_at = organisation, at
    try:
        with transaction.atomic():
            offered.save(update_fields=["organisation", "accepted_at"])
    except IntegrityError as error:
        raise _overlap(error) from error
    fact = NegotiatedPriceAccepted(
        negotiated_price_id=offered.pk,
        plan_id=offered.plan_id,
        partner_id=offered.plan.offer.partner_id,
        organisation_id=organisation.pk,
    )
    record(fact, actor=actor, at=at)
    return offered


@transaction.atomic
def end_negotiated_price(*, negotiated: NegotiatedPrice, actor: Actor, at: datetime) -> None:
    """Offer the price no more; what was bought at it keeps it. Ending it again changes nothing."""
    if not NegotiatedPrice.objects.filter(pk=negotiated.pk, ended_at=None).update(ended_at=at):
        return
    fact = NegotiatedPriceEnded(
        negotiated_price_id=negotiated.pk,
        plan_id=negotiated.plan_id,
        partner_id=negotiated.plan.offer.partner_id,
    )
    record(fact, actor=actor, at=at)


def _check_days(valid_from: date | None, valid_until: date | None) -> None:
    if valid_from and valid_until and valid_from >= valid_until:
        raise Invalid.field("valid_until", "Send a day after valid_from: it is the first day that does not count.")


def _overlap(error: IntegrityError) -> Exception:
    if "one_a_day" not in str(error):
        return error
    return PriceOverlaps("Another price counts on some of these days. Remove or end that one, or choose other days.")


def _hash(code: str) -> str:
    """Return what is kept of a code; it is long and random, so a fast hash is enough."""
    return hashlib.sha256(code.encode()).hexdigest()
