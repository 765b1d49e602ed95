"""REST v1: price lists of plans, and prices agreed with one customer."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.channels.models import Channel
from catalog.offers.api.shapes import PriceSerializer, Terms
from catalog.offers.models import Offer, Plan
from catalog.pricelists import actions
from catalog.pricelists.comparing import differences
from catalog.pricelists.models import ListPrice, NegotiatedPrice
from catalog.pricing import schemes
from catalog.pricing.actions import PriceTerms
from catalog.pricing.checks import LONGEST_UNIT
from catalog.pricing.rule import PRICED_BY
from catalog.pricing.wording import price_json
from core import clock
from core.accounts.models import Organisation
from core.periods import Interval
from core.refusals import Invalid
from core.web.access import Needs
from core.web.addressing import named, one
from core.web.pagination import paginate
from core.web.serializers import Currency, StrictSerializer, Text, read
from core.web.views import ApiView

EXAMPLE = {
    "scheme": "per_seat",
    "currency": "USD",
    "interval": "month",
    "terms": {"amount": "4.50"},
    "valid_from": "2027-01-01",
}


class PriceInput(StrictSerializer):
    """A price, and the days on which it counts."""

    scheme = serializers.ChoiceField(choices=sorted(schemes.SCHEMES))
    currency = Currency(help_text="ISO 4217")
    interval = serializers.ChoiceField(choices=[interval.value for interval in Interval])
    terms = Terms(help_text="As the schema of the scheme says, see GET /api/v1/pricing-schemes")
    unit = Text(max_length=LONGEST_UNIT, required=False, allow_blank=True)
    meter = Terms(required=False, allow_null=True)
    conditions = Terms(required=False)
    valid_from = serializers.DateField(required=False, allow_null=True, help_text="The first day; null for always")
    valid_until = serializers.DateField(
        required=False, allow_null=True, help_text="The first day on which it does not count any more"
    )


class ListPriceInput(PriceInput):
    """A price for a currency, a channel or a time."""

    channel = Text(max_length=40, required=False, allow_null=True, help_text="Its code; null for every channel")


class NegotiatedPriceInput(PriceInput):
    """A price for one customer."""

    customer_name = Text(max_length=150, help_text="Whom you mean; only you read it")


class RedemptionInput(StrictSerializer):
    """The code that a partner gave you."""

    organisation = serializers.UUIDField()
    code = Text(max_length=80)


class ListPriceSerializer(serializers.Serializer):
    """A price of a plan beside its own."""

    id = serializers.UUIDField()
    price_id = serializers.UUIDField()
    price = PriceSerializer()
    channel = serializers.CharField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    differences = serializers.ListField(
        child=serializers.CharField(), help_text="In what it differs from the plan's own price, a sentence each"
    )


class ListPricesSerializer(serializers.Serializer):
    """The price list of a plan."""

    results = ListPriceSerializer(many=True)


class NegotiatedPriceSerializer(serializers.Serializer):
    """A price agreed with one customer."""

    id = serializers.UUIDField()
    plan = serializers.UUIDField()
    offer_name = serializers.CharField()
    plan_name = serializers.CharField()
    customer_name = serializers.CharField(allow_null=True, help_text="null for everybody but the partner")
    organisation = serializers.UUIDField(allow_null=True, help_text="Who accepted it; null for the partner")
    price_id = serializers.UUIDField()
    price = PriceSerializer()
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    differences = serializers.ListField(
        child=serializers.CharField(), help_text="In what it differs from the list price, a sentence each"
    )


class NegotiatedWithCodeSerializer(NegotiatedPriceSerializer):
    """A price that was just offered, with the code to accept it. The code is shown once."""

    code = serializers.CharField()


class NegotiatedPageSerializer(serializers.Serializer):
    """A page of agreed prices."""

    results = NegotiatedPriceSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class _OfPlan(ApiView):
    """Something of one plan of one's own offer."""

    def plan(self, offer_id: UUID, plan_id: UUID, *, write: bool = False) -> Plan:
        """Return the plan. Raises NotFound and, to change it, what `require` raises."""
        plans = Plan.objects.filter(offer__in=Offer.objects.visible_to(self.principal), offer_id=offer_id)
        plan = one(plans.select_related("price", "offer__partner"), pk=plan_id)
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
            price=_price(values),
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
            price=_price(values),
            customer_name=values["customer_name"],
            valid_from=values.get("valid_from"),
            valid_until=values.get("valid_until"),
            actor=self.principal.actor,
            at=clock.now(),
        )
        headers = {"Location": f"/api/v1/negotiated-prices/{offered.pk}"}
        return Response({**self._json(offered), "code": code}, status=201, headers=headers)

    def _json(self, offered: NegotiatedPrice) -> dict[str, Any]:
        return negotiated_json(offered, as_partner=True)


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
    """Accepting a price with the code that a partner gave."""

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


def list_price_json(row: ListPrice, plan: Plan) -> dict[str, Any]:
    """Return another price of a plan as the API shows it."""
    return {
        "id": row.pk,
        "price_id": row.price_id,
        "price": price_json(row.price.rule),
        "channel": row.channel.code if row.channel else None,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "differences": differences(plan.price.rule, row.price.rule),
    }


def negotiated_json(row: NegotiatedPrice, *, as_partner: bool) -> dict[str, Any]:
    """Return an agreed price as the API shows it: to its customer without the partner's note, and the other way."""
    return {
        "id": row.pk,
        "plan": row.plan_id,
        "offer_name": row.plan.offer.name,
        "plan_name": row.plan.name,
        "customer_name": row.customer_name if as_partner else None,
        "organisation": None if as_partner else row.organisation_id,
        "price_id": row.price_id,
        "price": price_json(row.price.rule),
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "accepted_at": row.accepted_at,
        "ended_at": row.ended_at,
        "differences": differences(row.plan.price.rule, row.price.rule),
    }


def _is_partner(row: NegotiatedPrice, view: ApiView) -> bool:
    mine = view.principal.organisation_ids
    return row.plan.offer.partner.organisation_id in mine or view.principal.is_staff


def _price(values: dict[str, Any]) -> PriceTerms:
    price: PriceTerms = {field: values[field] for field in PRICED_BY if field in values}  # type: ignore[assignment]
    return price


def _channel(code: str | None) -> Channel | None:
    if code is None:
        return None
    found = Channel.objects.filter(code=code).first()
    if found is None:
        raise Invalid.field("channel", "There is no channel of this code; GET /api/v1/channels lists them.")
    return found
