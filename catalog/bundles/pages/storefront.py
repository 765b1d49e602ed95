"""The storefront: all bundles that are for sale."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.bundles.api.shapes import bundle_json
from catalog.bundles.models import Bundle
from catalog.bundles.queries import offered_of
from core import clock

MOST_SHOWN = 100


@require_safe
def bundles(request: HttpRequest) -> HttpResponse:
    """Show the bundles that are for sale, newest first; four queries."""
    at = clock.now()
    rows = list(Bundle.objects.for_sale(at).select_related("current").order_by("-pk")[:MOST_SHOWN])
    found = offered_of(rows, at=at)
    shown = [_card(bundle_json(found[row.pk])) for row in rows if row.pk in found]
    return render(request, "bundles/bundles.html", {"bundles": shown})


def _card(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"partners": [*dict.fromkeys(part["partner"]["name"] for part in facts["parts"])]}
