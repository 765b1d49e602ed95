"""REST v1: price lists of plans, and prices agreed with one customer."""

from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.channels.models import Channel
from catalog.offers.models import Plan
from catalog.pricelists import actions
from catalog.pricelists.models import ListPrice, NegotiatedPrice
from catalog.pricelists.shapes import (
    InvitationInput,
    ListPriceInput,
    ListPriceSerializer,
    ListPricesSerializer,
    NegotiatedPageSerializer,
    NegotiatedPriceInput,
    NegotiatedPriceSerializer,
    NegotiatedWithCodeSerializer,
    RedemptionInput,
    list_price_json,
    negotiated_json,
)
from catalog.pricing.rule import price_terms
from core import clock
from core.accounts.models import Organisation
from core.refusals import Invalid
from core.web.access import Needs
from core.web.addressing import named, one
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView

EXAMPLE = {
    "scheme": "per_seat",
    "currency": "USD",
    "interval": "month",
    "terms": {"amount": "4.50"},
    "valid_from": "2027-01-01",
}


class _OfPlan(ApiView):
    """Something of one plan of one's own offer."""

    def plan(self, offer_id: UUID, plan_id: UUID, *, write: bool = False) -> Plan:
        """Return the plan. Raises NotFound and, to change it, what `require` raises."""
        plans = Plan.objects.visible_to(self.principal).select_related("price", "offer__partner")
        plan = one(plans, offer_id=offer_id, pk=plan_id)
        if write:
            self.principal.require("offers:write", plan.offer.partner.organisation_id)
        return plan


class ListPricesView(_OfPlan):
    """What a plan costs in other currencies, channels and times."""

    access = {"GET": Needs("offers:read"), "POST": Needs("offers:write")}

    @extend_schema(summary="List the other prices of a plan", responses=ListPricesSerializer)
    def get(self, request: Request, id: UUID, plan_id: UUID) -> Response:
        """Answer those that the next version will contain."""
        plan = self.plan(id, plan_id)
        rows = ListPrice.objects.active().filter(plan=plan).select_related("price", "channel")
        return Response({"results": [list_price_json(row, plan) for row in rows]})

    @extend_schema(
        summary="Add a price for a currency, a channel or a time",
        request=ListPriceInput,
        responses={201: ListPriceSerializer},
        examples=[OpenApiExample("In dollars, from the new year on", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request, id: UUID, plan_id: UUID) -> Response:
        """Add it; customers get it once a version with it is live."""
        plan = self.plan(id, plan_id, write=True)
        values = read(ListPriceInput, request.data)
        added = actions.add_list_price(
            plan=plan,
            price=price_terms(values),
            channel=_channel(values.get("channel")),
            valid_from=values.get("valid_from"),
            valid_until=values.get("valid_until"),
            actor=self.principal.actor,
            at=clock.now(),
        )
        headers = {"Location": f"/api/v1/offers/{id}/plans/{plan_id}/list-prices/{added.pk}"}
        return Response(list_price_json(added, plan), status=201, headers=headers)


class ListPriceView(_OfPlan):
    """One of the other prices of a plan."""

    access = {"GET": Needs("offers:read"), "DELETE": Needs("offers:write")}

    @extend_schema(summary="Show another price of a plan", responses=ListPriceSerializer)
    def get(self, request: Request, id: UUID, plan_id: UUID, entry: UUID) -> Response:
        """Answer it."""
        plan = self.plan(id, plan_id)
        rows = ListPrice.objects.active().filter(plan=plan).select_related("price", "channel")
        return Response(list_price_json(one(rows, pk=entry), plan))

    @extend_schema(summary="Remove another price of a plan", responses={204: None})
    def delete(self, request: Request, id: UUID, plan_id: UUID, entry: UUID) -> Response:
        """Leave it out of the next version."""
        plan = self.plan(id, plan_id, write=True)
        found = one(ListPrice.objects.active().filter(plan=plan).select_related("plan__offer"), pk=entry)
        actions.remove_list_price(list_price=found, actor=self.principal.actor, at=clock.now())
        return Response(status=204)


class PlanNegotiatedPricesView(_OfPlan):
    """What single customers are asked for a plan."""

    access = {"POST": Needs("offers:write")}

    @extend_schema(
        summary="Offer one customer a price of its own",
        description="The answer holds a code, once. Give it to the customer, who accepts the price with it.",
        request=NegotiatedPriceInput,
        responses={201: NegotiatedWithCodeSerializer},
        examples=[
            OpenApiExample(
                "Ten percent less",
                {
                    "customer_name": "Maison Petit",
                    "scheme": "per_seat",
                    "currency": "EUR",
                    "interval": "month",
                    "terms": {"amount": "3.60"},
                },
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, id: UUID, plan_id: UUID) -> Response:
        """Offer it."""
        plan = self.plan(id, plan_id, write=True)
        values = read(NegotiatedPriceInput, request.data)
        offered, code = actions.negotiate_price(
            plan=plan,
            price=price_terms(values),
            customer_name=values["customer_name"],
            valid_from=values.get("valid_from"),
            valid_until=values.get("valid_until"),
            actor=self.principal.actor,
            at=clock.now(),
        )
        return _with_code(offered, code)


def _with_code(offered: NegotiatedPrice, code: str) -> Response:
    """Answer what was offered, with the code that is shown this once."""
    headers = {"Location": f"/api/v1/negotiated-prices/{offered.pk}"}
    return Response({**negotiated_json(offered, as_partner=True), "code": code}, status=201, headers=headers)


class PlanInvitationsView(_OfPlan):
    """Who may have a private plan."""

    access = {"POST": Needs("offers:write")}

    @extend_schema(
        summary="Invite one customer to a private plan",
        description="The answer holds a code, once. Give it to the customer, who accepts with it at"
        " POST /api/v1/negotiated-prices/redemption, and from then on sees the plan and orders it at what it costs.",
        request=InvitationInput,
        responses={201: NegotiatedWithCodeSerializer},
        examples=[OpenApiExample("Maison Petit", {"customer_name": "Maison Petit"}, request_only=True)],
    )
    def post(self, request: Request, id: UUID, plan_id: UUID) -> Response:
        """Invite it. Only a private plan needs invitations."""
        plan = self.plan(id, plan_id, write=True)
        values = read(InvitationInput, request.data)
        offered, code = actions.invite_customer(
            plan=plan,
            customer_name=values["customer_name"],
            valid_from=values.get("valid_from"),
            valid_until=values.get("valid_until"),
            actor=self.principal.actor,
            at=clock.now(),
        )
        return _with_code(offered, code)


class NegotiatedPricesView(ApiView):
    """Prices that one's organisations have offered or accepted."""

    access = {"GET": Needs("offers:read")}

    @extend_schema(summary="List negotiated prices", responses=NegotiatedPageSerializer)
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        rows = NegotiatedPrice.objects.visible_to(self.principal).select_related(*_TO_SHOW)
        return paginate(request, rows, lambda row: negotiated_json(row, as_partner=_is_partner(row, self)))


class NegotiatedPriceView(ApiView):
    """One agreed price."""

    access = {"GET": Needs("offers:read"), "DELETE": Needs("offers:write")}

    @extend_schema(summary="Show a negotiated price", responses=NegotiatedPriceSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer it, and how it differs from the list price."""
        row = one(NegotiatedPrice.objects.visible_to(self.principal).select_related(*_TO_SHOW), pk=id)
        return Response(negotiated_json(row, as_partner=_is_partner(row, self)))

    @extend_schema(summary="End a negotiated price", responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Offer it no more; what was bought at it keeps it."""
        row = one(NegotiatedPrice.objects.visible_to(self.principal).select_related(*_TO_SHOW), pk=id)
        self.principal.require("offers:write", row.plan.offer.partner.organisation_id)
        actions.end_negotiated_price(negotiated=row, actor=self.principal.actor, at=clock.now())
        return Response(status=204)


class RedemptionView(ApiView):
    """Accepting a price, or a private plan, with the code that a partner gave."""

    access = {"POST": Needs("subscriptions:write")}

    @extend_schema(
        summary="Accept a negotiated price",
        request=RedemptionInput,
        responses={201: NegotiatedPriceSerializer},
        examples=[
            OpenApiExample(
                "The code of a partner",
                {"organisation": "01981f3e-7c00-7000-8000-000000000002", "code": "q3Zk0w5tQ9m1sB7xYy2d"},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Accept it: from now on your orders of the plan are priced at it."""
        values = read(RedemptionInput, request.data)
        organisation = named(Organisation.objects.visible_to(self.principal), "organisation", values["organisation"])
        self.principal.require("subscriptions:write", organisation.pk)
        accepted = actions.accept_price(
            organisation=organisation, code=values["code"], actor=self.principal.actor, at=clock.now()
        )
        row = NegotiatedPrice.objects.select_related(*_TO_SHOW).get(pk=accepted.pk)
        headers = {"Location": f"/api/v1/negotiated-prices/{row.pk}"}
        return Response(negotiated_json(row, as_partner=False), status=201, headers=headers)


_TO_SHOW = ("price", "plan__price", "plan__offer__partner")


def _is_partner(row: NegotiatedPrice, view: ApiView) -> bool:
    mine = view.principal.organisation_ids
    return row.plan.offer.partner.organisation_id in mine or view.principal.is_staff


def _channel(code: str | None) -> Channel | None:
    if code is None:
        return None
    found = Channel.objects.filter(code=code).first()
    if found is None:
        raise Invalid.field("channel", "There is no channel of this code; GET /api/v1/channels lists them.")
    return found
