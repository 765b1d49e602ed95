"""The page of one listing."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from catalog.listings.api.shapes import listing_json
from catalog.listings.beside import beside
from catalog.listings.shown import shown_listing
from catalog.listings.wording import named_groups
from core import clock
from core.accounts.principals import principal_of
from partners.programmes.wording import choice

# Inside <script> nothing may look like the end of the element or the start of a comment.
_HARMLESS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a live listing with what stands beside it; four queries, five where it names other offers, and theirs."""
    shown = shown_listing(slug, principal=principal_of(request), at=clock.now())
    if shown is None:
        raise Http404
    facts = listing_json(shown)
    address = f"{settings.BASE_URL}/catalog/{slug}/"
    data = ", ".join(choice("data_classes", one) for one in facts["data_classes"])
    picture = settings.BASE_URL + facts["logo"]["url"] if facts["logo"] else ""
    others = beside(request, shown)
    context = {
        "listing": facts,
        "data": data,
        "named": named_groups(facts["compatibility"]),
        "address": address,
        "picture": picture,
        "structured": _structured_data(facts, address, picture),
        "beside": [one.markup for one in others],
    }
    response = render(request, "listings/listing.html", context)
    for one in others:
        one.finish(response)
    return response


def _structured_data(facts: dict[str, Any], address: str, picture: str) -> SafeString:
    """Return the listing as schema.org says it: a data block, which the content security policy lets stand."""
    product = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": facts["name"],
        "description": facts["summary"],
        "url": address,
        **({"image": picture} if picture else {}),
        "brand": {"@type": "Brand", "name": facts["partner"]["name"]},
        "category": [category["name"] for category in facts["categories"]],
        "offers": [
            {
                "@type": "Offer",
                "name": plan["name"],
                "price": plan["price"]["unit_price"]["amount"],
                "priceCurrency": plan["price"]["currency"],
                "description": plan["price"]["sentence"],
                "url": address,
            }
            for plan in facts["plans"]
        ],
    }
    return mark_safe(json.dumps(product, ensure_ascii=False).translate(_HARMLESS))  # noqa: S308 - escaped just here
