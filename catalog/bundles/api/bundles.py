"""REST v1: bundles, for everybody what is for sale and what a selection costs, for staff the rest."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.bundles import actions
from catalog.bundles.api.inputs import DraftInput, EndInput, SelectionInput
from catalog.bundles.api.shapes import (
    BundlePageSerializer,
    BundleSerializer,
    BundleStateSerializer,
    BundleVersionSerializer,
    SelectionSerializer,
    bundle_json,
    bundle_state_json,
    selection_json,
)
from catalog.bundles.api.versions import EXAMPLE_DRAFT, shown_version
from catalog.bundles.composition import Market
from catalog.bundles.models import Bundle
from catalog.bundles.policies import CURATOR
from catalog.bundles.queries import bundle_selection, offered, offered_of
from core import clock
from core.accounts.principals import Principal
from core.refusals import NotFound
from core.web.access import PUBLIC, Staff
from core.web.addressing import one
from core.web.history import HistoryView
from core.web.pagination import cursor_of, page_size_of
from core.web.serializers import read
from core.web.views import ApiView

EXAMPLE_SELECTION = {
    "currency": "EUR",
    "interval": "month",
    "parts": [
        {"plan": "01981f3e-7c00-7000-8000-000000000021"},
        {"plan": "01981f3e-7c00-7000-8000-000000000022", "quantity": 5},
    ],
}
EXAMPLE_END = OpenApiExample("End of sale", {"reason": "Replaced by another bundle."}, request_only=True)


class BundlesView(ApiView):
    """Bundles that are for sale."""

    access = {"GET": PUBLIC, "POST": Staff(CURATOR)}

    @extend_schema(summary="List bundles that are for sale", responses=BundlePageSerializer)
    def get(self, request: Request) -> Response:
        """Answer a page, newest first. A bundle that lacks a needed part at present is left out of its page."""
        at = clock.now()
        size, cursor = page_size_of(request), cursor_of(request)
        rows = Bundle.objects.for_sale(at).select_related("current")
        if cursor is not None:
            rows = rows.filter(pk__lt=cursor)
        bundles = list(rows.order_by("-pk")[: size + 1])
        found = offered_of(bundles[:size], at=at)
        return Response(
            {
                "results": [bundle_json(found[bundle.pk]) for bundle in bundles[:size] if bundle.pk in found],
                "next_cursor": str(bundles[size - 1].pk) if len(bundles) > size else None,
            }
        )

    @extend_schema(
        summary="Begin a bundle",
        request=DraftInput,
        responses={201: BundleVersionSerializer},
        examples=[OpenApiExample("A bundle", {"slug": "office-in-a-box", **EXAMPLE_DRAFT}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Draft a bundle and its first version; nobody but staff sees it until its partners are asked."""
        content = read(DraftInput, request.data)
        slug = content.pop("slug")
        version = actions.draft_bundle(slug=slug, content=content, actor=self.principal.actor, at=clock.now())
        return Response(
            shown_version(version), status=201, headers={"Location": f"/api/v1/bundle-versions/{version.pk}"}
        )


class BundleView(ApiView):
    """One bundle."""

    access = {"GET": PUBLIC}

    @extend_schema(summary="Show a bundle that is for sale", responses=BundleSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer what of it can be had now: its parts, choices, prices, and who sells and supports what."""
        at = clock.now()
        bundle = one(Bundle.objects.for_sale(at).select_related("current"), pk=id)
        found = offered(bundle, at=at)
        if found is None:
            raise NotFound
        return Response(bundle_json(found))


class PriceView(ApiView):
    """What a selection costs."""

    access = {"POST": PUBLIC}
    idempotency = False

    @extend_schema(
        summary="Price a selection of a bundle",
        request=SelectionInput,
        responses=SelectionSerializer,
        examples=[OpenApiExample("Two parts", EXAMPLE_SELECTION, request_only=True)],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Answer price, list price and saving for one interval; or each thing that cannot be had like this."""
        at = clock.now()
        bundle = one(Bundle.objects.for_sale(at).select_related("current"), pk=id)
        said = read(SelectionInput, request.data)
        wishes = [(wish["plan"], wish["quantity"]) for wish in said["parts"]]
        market = Market(said["currency"], said["interval"])
        return Response(selection_json(bundle_selection(bundle, wishes, market=market, at=at)))


class BundleWithdrawalView(ApiView):
    """Selling a bundle no more for the time being."""

    access = {"POST": Staff(CURATOR)}

    @extend_schema(
        summary="Withdraw a bundle", request=EndInput, responses=BundleStateSerializer, examples=[EXAMPLE_END]
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Take it off sale; a version that is published later brings it back. Who holds it keeps it."""
        bundle = one(Bundle.objects.visible_to(self.principal), pk=id)
        reason = read(EndInput, request.data)["reason"]
        ended = actions.withdraw_bundle(bundle=bundle, reason=reason, actor=self.principal.actor, at=clock.now())
        return Response(bundle_state_json(ended))


class BundleRetirementView(ApiView):
    """Selling a bundle never again."""

    access = {"POST": Staff(CURATOR)}

    @extend_schema(summary="Retire a bundle", request=EndInput, responses=BundleStateSerializer, examples=[EXAMPLE_END])
    def post(self, request: Request, id: UUID) -> Response:
        """Take it off sale for good. Who holds it keeps it."""
        bundle = one(Bundle.objects.visible_to(self.principal), pk=id)
        reason = read(EndInput, request.data)["reason"]
        ended = actions.retire_bundle(bundle=bundle, reason=reason, actor=self.principal.actor, at=clock.now())
        return Response(bundle_state_json(ended))


class BundleHistoryView(HistoryView):
    """The story of a bundle, for staff."""

    kind = "bundle"
    access = {"GET": Staff(CURATOR)}

    def rows(self, principal: Principal) -> QuerySet[Bundle]:
        """Return the bundles that the principal may see the story of."""
        return Bundle.objects.visible_to(principal)
