"""Questions about what was agreed with single customers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from catalog.pricelists.choosing import Entry
from catalog.pricelists.models import NegotiatedPrice


@dataclass(frozen=True, slots=True)
class Agreed:
    """What an organisation has accepted for a plan: a price, or with None to have it at what it costs."""

    organisation_id: UUID
    price: Entry | None


def agreed_with(organisation_ids: Collection[UUID], plan_ids: Collection[UUID], *, on: date) -> dict[UUID, Agreed]:
    """Return what was agreed with organisations for these plans and counts on the day; one query.

    Of what several of one's organisations have accepted for a plan, what was accepted last counts.
    """
    rows = NegotiatedPrice.objects.holding(organisation_ids, on).filter(plan_id__in=plan_ids)
    found = {}
    for row in rows.select_related("price").order_by("accepted_at", "pk"):
        price = None
        if row.price is not None:
            price = Entry(
                price_id=row.price.pk, rule=row.price.rule, valid_from=row.valid_from, valid_until=row.valid_until
            )
        if row.organisation_id is not None:
            found[row.plan_id] = Agreed(row.organisation_id, price)
    return found
