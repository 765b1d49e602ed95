"""REST v1: the reviews of a listing, for everybody."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.listings.api.shapes import rating_json
from catalog.listings.shown import shown_listing
from core import clock
from core.refusals import Invalid, NotFound
from core.web.access import PUBLIC
from core.web.pagination import page_size_of
from core.web.views import ApiView
from marketplace.reviews.api.shapes import PublicReviewPageSerializer, public_review_json
from marketplace.reviews.places import Order, Place, decode
from marketplace.reviews.queries import page_of


class ListingReviewsView(ApiView):
    """What customers say of one listing."""

    access = {"GET": PUBLIC}

    @extend_schema(
        summary="List the reviews of a listing",
        parameters=[
            OpenApiParameter(
                "order",
                OpenApiTypes.STR,
                enum=[order.value for order in Order],
                description="newest (the default), highest or lowest. By stars, hidden reviews are left out",
            )
        ],
        responses=PublicReviewPageSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Answer a page and what all stars come to; five queries."""
        order, after, size = _order(request), _after(request), page_size_of(request)
        shown = shown_listing(slug, principal=self.principal, at=clock.now())
        if shown is None:
            raise NotFound
        page = page_of(shown.listing.offer_id, order, after=after, size=size)
        return Response(
            {
                "rating": rating_json(shown.rating),
                "results": [public_review_json(review) for review in page.reviews],
                "next_cursor": page.next_cursor,
            }
        )


def _order(request: Request) -> Order:
    text = request.query_params.get("order", Order.NEWEST)
    if text not in list(Order):
        raise Invalid.field("order", f"Use one of: {', '.join(Order)}.")
    return Order(text)


def _after(request: Request) -> Place | None:
    text = request.query_params.get("cursor")
    if text is None:
        return None
    place = decode(text)
    if place is None:
        raise Invalid.field("cursor", "Take the cursor from “next_cursor” of the page before.")
    return place
