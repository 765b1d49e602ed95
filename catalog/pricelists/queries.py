"""Questions about agreed prices."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from catalog.pricelists.choosing import Entry
from catalog.pricelists.models import NegotiatedPrice


def agreed_with(organisation_id: UUID, plan_ids: Collection[UUID], *, on: date) -> dict[UUID, Entry]:
    """Return what was agreed with an organisation for these plans and counts on the day; one query."""
    rows = NegotiatedPrice.objects.holding(organisation_id, on).filter(plan_id__in=plan_ids).select_related("price")
    return {
        row.plan_id: Entry(
            price_id=row.price_id,
            rule=row.price.rule,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    }
