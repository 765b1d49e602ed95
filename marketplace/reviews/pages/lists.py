"""The reviews of a listing, for everybody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.channels.doors import channel_at
from catalog.listings.shown import shown_listing
from core import clock
from core.accounts.principals import Principal, principal_of
from marketplace.reviews.api.shapes import public_review_json
from marketplace.reviews.models import MODERATED_BY, Review
from marketplace.reviews.places import Order, decode
from marketplace.reviews.queries import page_of

PAGE = 20
ORDERS = {Order.NEWEST: _("Newest first"), Order.HIGHEST: _("Highest"), Order.LOWEST: _("Lowest")}


@require_safe
def reviews(request: HttpRequest, slug: str, code: str | None = None) -> HttpResponse:
    """Show what the stars come to and the reviews, twenty at a time; what cannot be read of the query is left out.

    `code` is that of the channel in which the listing is looked at.
    """
    principal = principal_of(request)
    channel = channel_at(request, code) if code else None
    shown = shown_listing(slug, principal=principal, at=clock.now(), channel=channel)
    if shown is None:
        raise Http404
    asked = request.GET.get("order", "")
    order = Order(asked) if asked in list(Order) else Order.NEWEST
    after = decode(request.GET.get("cursor", ""))
    page = page_of(shown.listing.offer_id, order, after=after, size=PAGE)
    seller = shown.listing.partner.organisation_id
    context = {
        "listing": shown.listing,
        "base": shown.base,
        "channel": channel,
        "name": shown.version.content["name"],
        "is_public": shown.is_public,
        "rating": shown.rating,
        "reviews": [_shown(review, principal) for review in page.reviews],
        "order": order,
        "orders": ORDERS.items(),
        "is_first": after is None,
        "next": page.next_cursor,
        "may_reply": principal.may("offers:write", seller),
        "may_moderate": principal.has_staff_role(MODERATED_BY),
    }
    return render(request, "reviews/reviews.html", context)


def _shown(review: Review, principal: Principal) -> dict[str, Any]:
    return public_review_json(review) | {
        "is_mine": review.organisation_id in principal.organisation_ids,
        "is_changed": review.version > 1,
    }
