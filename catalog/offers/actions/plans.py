"""Adding plans to an offer, changing and removing them.

Every change of a plan first moves the version of its offer, which makes those who change the plans of one offer, or
submit it, wait for each other.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from catalog.offers.events import PlanAdded, PlanChanged, PlanRemoved, PlanRetired
from catalog.offers.models import Offer, Plan
from catalog.offers.refusals import PlanCodeTaken, PlanIsRetired, TooManyPlans, refuse_fields
from catalog.offers.rules import LAST_POSITION, MOST_PLANS, PRIVATE, PUBLIC, PlanDraft, plan_errors
from catalog.pricing.actions import set_price, set_prices
from catalog.pricing.rule import PRICED_BY, price_terms
from core.actors import Actor
from core.events.recording import record, record_all
from core.refusals import NotFound, PreconditionFailed

_OWN = ("name", "position", "visibility", "stands_in_for")
EDITABLE = (*_OWN, *PRICED_BY)
# What another scheme does not take over from the one before, since it may mean nothing there.
_NOTHING_MORE: Mapping[str, Any] = {"unit": "", "meter": None, "conditions": {}}


@transaction.atomic
def add_plans(*, offer: Offer, plans: Sequence[PlanDraft], actor: Actor, at: datetime) -> list[Plan]:
    """Add plans at the end of the offer's plans, or at their `position`.

    Raises Invalid (which names each field), PlanCodeTaken, and TooManyPlans beyond 20 that are not retired.
    """
    _lock(offer)
    positions = list(Plan.objects.filter(offer=offer).active().values_list("position", flat=True))
    refuse_too_many(len(positions) + len(plans))
    return insert_plans(offer=offer, plans=plans, first=max(positions, default=-1) + 1, actor=actor, at=at)


def add_plan(
    *,
    offer: Offer,
    code: str,
    name: str,
    scheme: str,
    currency: str,
    interval: str,
    terms: Mapping[str, Any],
    unit: str = "",
    meter: Mapping[str, Any] | None = None,
    conditions: Mapping[str, Any] | None = None,
    position: int | None = None,
    visibility: str = PUBLIC,
    stands_in_for: str = "",
    actor: Actor,
    at: datetime,
) -> Plan:
    """Add one plan, as `add_plans` does."""
    plan = PlanDraft(
        code=code,
        name=name,
        scheme=scheme,
        currency=currency,
        interval=interval,
        terms=dict(terms),
        unit=unit,
        meter=None if meter is None else dict(meter),
        conditions=dict(conditions or {}),
        position=position,
        visibility=visibility,
        stands_in_for=stands_in_for,
    )
    return add_plans(offer=offer, plans=[plan], actor=actor, at=at)[0]


@transaction.atomic
def change_plan(*, plan: Plan, version: int, changes: Mapping[str, Any], actor: Actor, at: datetime) -> Plan:
    """Change a plan's `name`, `position` or `visibility`, for which public plan it `stands_in_for` while private, or
    what its price is made of, which `PRICED_BY` names.

    Another price is another row; who holds the old one keeps it. With another scheme, unit, meter and conditions start
    anew. `version` is compared and set. What is equal changes
    nothing and leaves no fact. Raises Invalid, PlanIsRetired and PreconditionFailed.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"a plan's {sorted(unknown)} cannot be changed here")
    refuse_fields(plan_errors(changes))
    _refuse_retired(plan)
    wants = dict(changes)
    if wants.get("visibility") == PUBLIC:
        wants.setdefault("stands_in_for", "")
    changed = {field: wants[field] for field in _OWN if wants.get(field) not in (None, getattr(plan, field))}
    if changed.get("stands_in_for") or "visibility" in changed:
        visibility, code = (changed.get(one, getattr(plan, one)) for one in ("visibility", "stands_in_for"))
        _refuse_stand_ins(plan.offer, [(visibility, code)], besides=plan)
    before = {field: getattr(plan.price, field) for field in PRICED_BY}
    kept = {**before, **_NOTHING_MORE} if changes.get("scheme", before["scheme"]) != before["scheme"] else before
    wanted = {field: changes.get(field, kept[field]) for field in PRICED_BY}
    if wanted != before:
        changed["price"] = set_price(price=price_terms(wanted), actor=actor, at=at)
    if not changed:
        return plan
    _lock(plan.offer)
    written = Plan.objects.active().filter(pk=plan.pk, version=version).update(version=F("version") + 1, **changed)
    if not written:
        raise PreconditionFailed(
            "Load the plan again, look at what has changed, and send your change with the new one."
        )
    for field, value in changed.items():
        setattr(plan, field, value)
    plan.version = version + 1
    fact = PlanChanged(
        offer_id=plan.offer_id,
        plan_id=plan.pk,
        price_id=plan.price_id,
        partner_id=plan.offer.partner_id,
        code=plan.code,
        fields=sorted(changed),
    )
    record(fact, actor=actor, at=at)
    return plan


@transaction.atomic
def remove_plan(*, plan: Plan, actor: Actor, at: datetime) -> None:
    """Take a plan out of the offer's next version.

    One that a submitted version, or somebody else, refers to is retired and stays for those who hold it; its code is
    not used again. One that nobody else ever saw is deleted. Raises PlanIsRetired, and NotFound when somebody else
    just deleted it.
    """
    _lock(plan.offer)
    found = Plan.objects.filter(pk=plan.pk).first()
    if found is None:
        raise NotFound
    _refuse_retired(found)
    about = {"offer_id": plan.offer_id, "plan_id": plan.pk, "partner_id": plan.offer.partner_id}
    if found.frozen_at is None and _deleted(found):
        record(PlanRemoved(**about, code=plan.code), actor=actor, at=at)
        return
    Plan.objects.filter(pk=plan.pk).update(retired_at=at, version=F("version") + 1)
    record(PlanRetired(**about, code=plan.code), actor=actor, at=at)


@transaction.atomic(savepoint=False)
def freeze_plans(*, plan_ids: Collection[UUID], actor: Actor, at: datetime) -> None:
    """Note that a submitted version refers to these plans; from now on they are retired, never deleted.

    The fact of the submission says so; there is none of its own.
    """
    Plan.objects.filter(pk__in=plan_ids, frozen_at=None).update(frozen_at=at)


def _deleted(plan: Plan) -> bool:
    """Delete a plan. Returns False, with nothing done, where something of another room refers to it."""
    try:
        plan.delete()
    except ProtectedError:
        return False
    return True


def _lock(offer: Offer) -> None:
    """Move the offer's version, which holds its row until the transaction ends."""
    Offer.objects.filter(pk=offer.pk).update(version=F("version") + 1)
    offer.version += 1


def _refuse_retired(plan: Plan) -> None:
    if plan.retired_at is not None:
        raise PlanIsRetired(f"The plan “{plan.code}” was retired and stays as it was. Add another one instead.")


def _check(plan: PlanDraft) -> None:
    said = {"code": plan["code"], "name": plan["name"]}
    more = {name: plan.get(name) for name in _OWN[1:]}
    refuse_fields(plan_errors({**said, **{name: value for name, value in more.items() if value is not None}}))


def _refuse_stand_ins(
    offer: Offer, wanted: Sequence[tuple[str, str]], *, added: Collection[str] = (), besides: Plan | None = None
) -> None:
    """Raise Invalid unless each (visibility, code) that names a plan is private and names a public plan of the offer.

    `added` are the codes of public plans that come at the same time.
    """
    if not any(code for _, code in wanted):
        return
    public = Plan.objects.filter(offer=offer, visibility=PUBLIC).active()
    known = {*(public.exclude(pk=besides.pk) if besides else public).values_list("code", flat=True), *added}
    for visibility, code in wanted:
        if code and visibility != PRIVATE:
            refuse_fields({"stands_in_for": "Only a private plan stands in for another. Make it private, or send “”."})
        if code and code not in known:
            refuse_fields({"stands_in_for": "Name a public plan of the same offer by its code, or send “”."})


def _position(wanted: int | None, following: Iterator[int]) -> int:
    return min(next(following), LAST_POSITION) if wanted is None else wanted


def _added(plan: Plan, offer: Offer) -> PlanAdded:
    return PlanAdded(
        offer_id=offer.pk, plan_id=plan.pk, price_id=plan.price_id, partner_id=offer.partner_id, code=plan.code
    )


def refuse_too_many(plans: int) -> None:
    """Raise TooManyPlans unless an offer may have so many that are not retired."""
    if plans > MOST_PLANS:
        raise TooManyPlans(f"An offer has at most {MOST_PLANS} plans. Remove one first.")


def insert_plans(*, offer: Offer, plans: Sequence[PlanDraft], first: int, actor: Actor, at: datetime) -> list[Plan]:
    """Write plans of an offer that is locked, or that nobody else knows yet; `first` is the next free position."""
    for plan in plans:
        _check(plan)
    seen = [(plan.get("visibility", PUBLIC), plan.get("stands_in_for", "")) for plan in plans]
    public = {plan["code"] for plan, (visibility, _) in zip(plans, seen, strict=True) if visibility == PUBLIC}
    _refuse_stand_ins(offer, seen, added=public)
    following = count(first)
    prices = set_prices(prices=[price_terms(plan) for plan in plans], actor=actor, at=at)
    rows = [
        Plan(
            offer=offer,
            code=plan["code"],
            name=plan["name"],
            price=price,
            position=_position(plan.get("position"), following),
            visibility=visibility,
            stands_in_for=stands_in_for,
            created_at=at,
        )
        for plan, price, (visibility, stands_in_for) in zip(plans, prices, seen, strict=True)
    ]
    try:
        added = Plan.objects.bulk_create(rows)
    except IntegrityError as error:
        if "plan_code_once_per_offer" not in str(error):
            raise
        codes = ", ".join(f"“{plan['code']}”" for plan in plans)
        raise PlanCodeTaken(
            f"A plan of this offer, perhaps a retired one, has the code {codes} already. Use another code."
        ) from error
    record_all([_added(plan, offer) for plan in added], actor=actor, at=at)
    return added
