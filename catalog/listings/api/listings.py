"""REST v1: one listing."""

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.channels.queries import channel_of
from catalog.listings import actions
from catalog.listings.api.shapes import (
    ListingSerializer,
    ListingStateSerializer,
    WithdrawalInput,
    listing_json,
    listing_state_json,
)
from catalog.listings.models import Listing
from catalog.listings.policies import require_withdrawal
from catalog.listings.shown import shown_listing, with_sales
from core import clock
from core.accounts.principals import Principal
from core.refusals import NotFound
from core.web.access import PUBLIC, Needs
from core.web.addressing import one
from core.web.history import HistoryView
from core.web.serializers import read
from core.web.views import ApiView

CHANNEL = OpenApiParameter(
    "channel", str, description="The code of a channel: its prices, and only what stands on its shelves"
)


class ListingView(ApiView):
    """One live listing, for everybody."""

    access = {"GET": PUBLIC}

    @extend_schema(summary="Show a listing", responses=ListingSerializer, parameters=[CHANNEL])
    def get(self, request: Request, slug: str) -> Response:
        """Answer the live version; at most five queries, and one for a channel; more where a plan is not sold alone.

        One not listed publicly is there for whom it concerns.
        """
        at = clock.now()
        channel = channel_of(request.query_params.get("channel"), self.principal)
        shown = shown_listing(slug, principal=self.principal, at=at, channel=channel)
        if shown is None:
            raise NotFound
        return Response(listing_json(with_sales(shown, at=at)))


class ListingWithdrawalView(ApiView):
    """Taking a listing out of the catalogue."""

    access = {"POST": Needs("offers:write")}

    @extend_schema(
        summary="Withdraw a listing",
        request=WithdrawalInput,
        responses=ListingStateSerializer,
        examples=[OpenApiExample("End of sale", {"reason": "Replaced by Tide Board 2."}, request_only=True)],
    )
    def post(self, request: Request, slug: str) -> Response:
        """Withdraw it: by its partner or by catalogue staff. Who holds its plans keeps them."""
        listing = one(Listing.objects.visible_to(self.principal).select_related("partner"), slug=slug)
        require_withdrawal(self.principal, listing.partner.organisation_id)
        values = read(WithdrawalInput, request.data)
        listing = actions.withdraw_listing(
            listing=listing, reason=values["reason"], actor=self.principal.actor, at=clock.now()
        )
        return Response(listing_state_json(listing))


class ListingRetirementView(ApiView):
    """Whether what a listing shows is sold."""

    access = {"POST": Needs("offers:write"), "DELETE": Needs("offers:write")}

    @extend_schema(
        summary="Retire a listing",
        request=WithdrawalInput,
        responses=ListingStateSerializer,
        examples=[OpenApiExample("End of sale", {"reason": "Replaced by Tide Board 2."}, request_only=True)],
    )
    def post(self, request: Request, slug: str) -> Response:
        """Sell nothing more of it, while its page stays: by its partner or by catalogue staff. Holders keep it."""
        values = read(WithdrawalInput, request.data)
        listing = actions.retire(
            listing=self._listing(slug), reason=values["reason"], actor=self.principal.actor, at=clock.now()
        )
        return Response(listing_state_json(listing))

    @extend_schema(summary="Sell a retired listing again", responses={200: ListingStateSerializer})
    def delete(self, request: Request, slug: str) -> Response:
        """Sell it again as it was."""
        listing = actions.return_to_sale(listing=self._listing(slug), actor=self.principal.actor, at=clock.now())
        return Response(listing_state_json(listing))

    def _listing(self, slug: str) -> Listing:
        listing = one(Listing.objects.visible_to(self.principal).select_related("partner"), slug=slug)
        require_withdrawal(self.principal, listing.partner.organisation_id)
        return listing


class ListingHistoryView(HistoryView):
    """The story of a listing, for its partner and staff."""

    kind = "listing"
    access = {"GET": Needs("offers:read")}

    def rows(self, principal: Principal) -> QuerySet[Listing]:
        """Return the listings that the principal may see the story of."""
        return Listing.objects.visible_to(principal)
