"""REST v1: versions of bundles, for catalogue staff."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.bundles import actions
from catalog.bundles.api.inputs import ChangesInput
from catalog.bundles.api.shapes import (
    BundleStateSerializer,
    BundleVersionPageSerializer,
    BundleVersionSerializer,
    bundle_state_json,
    version_json,
    version_summary_json,
)
from catalog.bundles.api.simulated import SimulationsSerializer, simulation_json
from catalog.bundles.models import VERSION_MOVES, Agreement, Bundle, BundleVersion
from catalog.bundles.policies import CURATOR
from catalog.bundles.queries import listing_slugs, simulated
from catalog.bundles.reading import read as read_version
from core import clock
from core.refusals import Invalid
from core.web.access import Staff
from core.web.addressing import one
from core.web.conditional import expected_version, version_tag
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView

EXAMPLE_DRAFT = {
    "name": "Office in a box",
    "name_fr": "Le bureau prêt",
    "summary": "Invoices, backups and two tools of your choice.",
    "parts": [
        {"plan": "01981f3e-7c00-7000-8000-000000000021", "role": "fixed"},
        {"plan": "01981f3e-7c00-7000-8000-000000000022", "role": "choice", "group": "tools", "sold_alone": False},
    ],
    "groups": [{"code": "tools", "name": "Tools", "name_fr": "Outils", "least": 1, "most": 2}],
    "prices": [{"currency": "EUR", "interval": "month", "kind": "percent", "value": "15"}],
    "terms": [{"partner": "01981f3e-7c00-7000-8000-000000000010", "share_kind": "percent", "share": "80"}],
    "discount_borne_by": "pro_rata",
    "cancel_when": "period_end",
    "on_break": "end_discount",
    "exchange": "never",
}


def shown_version(version: BundleVersion) -> dict[str, Any]:
    """Return a version as staff see it; three queries."""
    said = read_version(version)
    agreements = list(Agreement.objects.filter(version=version).order_by("pk"))
    return version_json(said, listing_slugs(said.rows), agreements)


class BundleVersionsView(ApiView):
    """Versions of all bundles."""

    access = {"GET": Staff(CURATOR)}

    @extend_schema(
        summary="List bundle versions",
        parameters=[OpenApiParameter("state", OpenApiTypes.STR, enum=VERSION_MOVES.states)],
        responses=BundleVersionPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        versions = BundleVersion.objects.visible_to(self.principal).select_related("bundle")
        state = request.query_params.get("state")
        if state is not None:
            if state not in VERSION_MOVES.states:
                raise Invalid.field("state", f"Use one of: {', '.join(VERSION_MOVES.states)}.")
            versions = versions.filter(state=state)
        return paginate(request, versions, version_summary_json)


class RevisionView(ApiView):
    """The next version of a bundle."""

    access = {"POST": Staff(CURATOR)}

    @extend_schema(summary="Begin the next version of a bundle", request=None, responses={201: BundleVersionSerializer})
    def post(self, request: Request, id: UUID) -> Response:
        """Draft what the newest version says, to be changed. One that is proposed or agreed is dropped for it."""
        bundle = one(Bundle.objects.visible_to(self.principal), pk=id)
        version = actions.revise_bundle(bundle=bundle, actor=self.principal.actor, at=clock.now())
        return Response(
            shown_version(version), status=201, headers={"Location": f"/api/v1/bundle-versions/{version.pk}"}
        )


class BundleVersionView(ApiView):
    """One version."""

    access = {"GET": Staff(CURATOR), "PATCH": Staff(CURATOR)}

    @extend_schema(summary="Show a bundle version", responses=BundleVersionSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer all that it says, and how its partners stand to it."""
        version = self._version(id)
        return Response(shown_version(version), headers={"ETag": version_tag(version.version)})

    @extend_schema(
        summary="Change a draft",
        request=ChangesInput,
        responses=BundleVersionSerializer,
        examples=[OpenApiExample("Another price", {"prices": EXAMPLE_DRAFT["prices"]}, request_only=True)],
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change a version that nobody has been asked about. What is not sent stays; a list replaces the one before."""
        version = self._version(id)
        expected = expected_version(request, version.version)
        changes = read(ChangesInput, request.data)
        changed = actions.change_draft(
            draft=version, version=expected, changes=changes, actor=self.principal.actor, at=clock.now()
        )
        return Response(shown_version(changed), headers={"ETag": version_tag(changed.version)})

    def _version(self, pk: UUID) -> BundleVersion:
        return one(BundleVersion.objects.visible_to(self.principal).select_related("bundle"), pk=pk)


class ProposalView(ApiView):
    """Asking the partners."""

    access = {"POST": Staff(CURATOR)}

    @extend_schema(summary="Propose a draft to its partners", request=None, responses=BundleVersionSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Freeze it and ask every partner for whom something is new."""
        version = one(BundleVersion.objects.visible_to(self.principal).select_related("bundle"), pk=id)
        proposed = actions.propose_version(version=version, actor=self.principal.actor, at=clock.now())
        return Response(shown_version(proposed))


class SimulationView(ApiView):
    """What may become of it."""

    access = {"POST": Staff(CURATOR)}
    idempotency = False

    @extend_schema(summary="Simulate a bundle version", request=None, responses=SimulationsSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Walk what customers may do with it, and say what each step costs whom; nothing is written."""
        version = one(BundleVersion.objects.visible_to(self.principal), pk=id)
        return Response({"results": [simulation_json(found) for found in simulated(version)]})


class PublicationView(ApiView):
    """Putting a bundle on sale."""

    access = {"POST": Staff(CURATOR)}

    @extend_schema(summary="Publish a bundle version", request=None, responses=BundleStateSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Put a version that every partner has agreed to live, in place of the one before it."""
        version = one(BundleVersion.objects.visible_to(self.principal), pk=id)
        bundle = actions.publish_version(version=version, actor=self.principal.actor, at=clock.now())
        return Response(bundle_state_json(bundle))
