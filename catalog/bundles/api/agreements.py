"""REST v1: what partners are asked to agree to."""

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.bundles import actions
from catalog.bundles.api.agreed import AgreementPageSerializer, AgreementSerializer, agreement_json
from catalog.bundles.api.inputs import AnswerInput, ReasonInput
from catalog.bundles.models import AGREEMENT_MOVES, Agreement
from catalog.bundles.policies import ANSWER
from core import clock
from core.refusals import Invalid
from core.web.access import Needs
from core.web.addressing import one
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView

LOADED = ("version__bundle", "partner", "before")


class AgreementsView(ApiView):
    """All agreements that one may see."""

    access = {"GET": Needs("offers:read")}

    @extend_schema(
        summary="List agreements",
        parameters=[OpenApiParameter("state", OpenApiTypes.STR, enum=AGREEMENT_MOVES.states)],
        responses=AgreementPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer a page, newest first; `state=asked` is what has not been answered."""
        agreements = Agreement.objects.visible_to(self.principal).select_related(*LOADED)
        state = request.query_params.get("state")
        if state is not None:
            if state not in AGREEMENT_MOVES.states:
                raise Invalid.field("state", f"Use one of: {', '.join(AGREEMENT_MOVES.states)}.")
            agreements = agreements.filter(state=state)
        return paginate(request, agreements, agreement_json)


class AgreementView(ApiView):
    """One agreement."""

    access = {"GET": Needs("offers:read")}

    @extend_schema(summary="Show an agreement and what is new in it", responses=AgreementSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer what the partner agrees to, and how it differs from what it has agreed to before."""
        agreement = one(Agreement.objects.visible_to(self.principal).select_related(*LOADED), pk=id)
        return Response(agreement_json(agreement))


class AgreementAnswerView(ApiView):
    """The partner's answer."""

    access = {"POST": Needs(ANSWER)}

    @extend_schema(
        summary="Accept or decline an agreement",
        request=AnswerInput,
        responses=AgreementSerializer,
        examples=[
            OpenApiExample("Accept", {"outcome": "accept"}, request_only=True),
            OpenApiExample("Decline", {"outcome": "decline", "reason": "Our share is too small."}, request_only=True),
        ],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Answer for the partner: its owners and admins do, while the version is proposed."""
        agreement = one(Agreement.objects.visible_to(self.principal).select_related(*LOADED), pk=id)
        self.principal.require(ANSWER, agreement.partner.organisation_id)
        said = read(AnswerInput, request.data)
        actor, at = self.principal.actor, clock.now()
        if said["outcome"] == "decline":
            actions.decline_agreement(agreement=agreement, reason=said["reason"], actor=actor, at=at)
        elif said["reason"]:
            raise Invalid.field("reason", "Consent has no conditions: leave the reason out, or decline.")
        else:
            actions.accept_agreement(agreement=agreement, actor=actor, at=at)
        return Response(agreement_json(one(Agreement.objects.select_related(*LOADED), pk=id)))


class ConsentWithdrawalView(ApiView):
    """Taking consent back."""

    access = {"POST": Needs(ANSWER)}

    @extend_schema(
        summary="Withdraw consent",
        request=ReasonInput,
        responses=AgreementSerializer,
        examples=[OpenApiExample("We stop", {"reason": "We give this product up."}, request_only=True)],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """End new sales of the bundle after 30 days; who holds it keeps it. What is not live cannot go live."""
        agreement = one(Agreement.objects.visible_to(self.principal).select_related(*LOADED), pk=id)
        self.principal.require(ANSWER, agreement.partner.organisation_id)
        reason = read(ReasonInput, request.data)["reason"]
        actions.withdraw_consent(agreement=agreement, reason=reason, actor=self.principal.actor, at=clock.now())
        return Response(agreement_json(one(Agreement.objects.select_related(*LOADED), pk=id)))
