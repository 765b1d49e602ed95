"""Telling the catalogue what is sold in bundles only.

The word stands on the part, since it is what the partner has agreed to for this bundle. As long as one bundle that is
for sale says so of a plan, nobody new can have the plan alone, whatever others say; all that have it are named.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from catalog.bundles.models import Bundle, Part
from catalog.bundles.queries import offered_of
from catalog.listings.alone import NotAlone, SoldIn, tells_what_is_not_sold_alone


@tells_what_is_not_sold_alone
def sold_in_bundles_only(plan_ids: Collection[UUID], at: datetime) -> NotAlone:
    """Return those of the plans that are not sold alone, with the bundles that can be had; one query where none is."""
    held_back = set(
        Part.objects.filter(
            plan_id__in=plan_ids, sold_alone=False, version__current_of__in=Bundle.objects.for_sale(at)
        ).values_list("plan_id", flat=True)
    )
    if not held_back:
        return {}
    with_them = Bundle.objects.for_sale(at).filter(current__parts__plan__in=held_back).distinct()
    found = offered_of(list(with_them.select_related("current").order_by("pk")), at=at)
    return {
        plan_id: tuple(
            SoldIn(one.said.version.shown_name, one.bundle.slug) for one in found.values() if plan_id in one.parts
        )
        for plan_id in held_back
    }
