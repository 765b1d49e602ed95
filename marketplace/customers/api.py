"""REST v1: customers."""

from typing import Any
from uuid import UUID

from django.core.validators import RegexValidator
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.models import Organisation
from core.accounts.principals import Principal
from core.web.access import Needs
from core.web.addressing import named, one
from core.web.conditional import expected_version, version_tag
from core.web.history import HistoryView
from core.web.pagination import paginate
from core.web.serializers import Currency, StrictSerializer, Text, read
from core.web.views import ApiView
from marketplace.customers import actions
from marketplace.customers.models import Customer

SINGLE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
EXAMPLE = {
    "organisation": "01981f3e-7c00-7000-8000-000000000001",
    "name": "Boulangerie Martin SARL",
    "billing_email": "factures@martin.example",
    "currency": "EUR",
    "zone": "Europe/Paris",
    "street": "12 rue des Lilas",
    "postcode": "75011",
    "city": "Paris",
    "country": "FR",
    "vat_id": "",
}


class Line(Text):
    """A text of one line: no line breaks or other control characters."""

    default_validators = [
        RegexValidator(SINGLE_LINE, "Send one line, without line breaks or control characters.", code="not-one-line")
    ]


class CustomerChanges(StrictSerializer):
    """What may be changed of a customer."""

    name = Line(max_length=150)
    billing_email = serializers.EmailField(max_length=254)
    zone = Line(max_length=64, default="UTC", help_text="IANA time zone; billing days are counted on its calendar")
    street = Line(max_length=200, allow_blank=True, default="")
    postcode = Line(max_length=20, allow_blank=True, default="")
    city = Line(max_length=100, allow_blank=True, default="")
    country = Line(max_length=2, help_text="ISO 3166-1 alpha-2")
    vat_id = Line(max_length=40, allow_blank=True, default="", help_text="With the prefix of its country")


class CustomerOpening(CustomerChanges):
    """A new customer."""

    organisation = serializers.UUIDField()
    currency = Currency(help_text="ISO 4217; it cannot be changed later")


class CustomerSerializer(serializers.Serializer):
    """What an organisation is billed as."""

    id = serializers.UUIDField()
    organisation = serializers.UUIDField()
    name = serializers.CharField()
    billing_email = serializers.EmailField()
    currency = serializers.CharField()
    zone = serializers.CharField()
    street = serializers.CharField()
    postcode = serializers.CharField()
    city = serializers.CharField()
    country = serializers.CharField()
    vat_id = serializers.CharField()
    vat_id_verified_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class CustomerPageSerializer(serializers.Serializer):
    """A page of customers."""

    results = CustomerSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def customer_json(customer: Customer) -> dict[str, Any]:
    """Return a customer as the API shows it."""
    return {
        "id": customer.pk,
        "organisation": customer.organisation_id,
        "name": customer.name,
        "billing_email": customer.billing_email,
        "currency": customer.currency,
        "zone": customer.zone,
        "street": customer.street,
        "postcode": customer.postcode,
        "city": customer.city,
        "country": customer.country,
        "vat_id": customer.vat_id,
        "vat_id_verified_at": customer.vat_id_verified_at,
        "created_at": customer.created_at,
        "version": customer.version,
    }


class CustomersView(ApiView):
    """All customers that one may see."""

    access = {"GET": Needs("subscriptions:read"), "POST": Needs("subscriptions:write")}

    @extend_schema(summary="List customers", responses=CustomerPageSerializer)
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        return paginate(request, Customer.objects.visible_to(self.principal), customer_json)

    @extend_schema(
        summary="Make an organisation a customer",
        request=CustomerOpening,
        responses={201: CustomerSerializer},
        examples=[OpenApiExample("A French company", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Open a customer."""
        values = read(CustomerOpening, request.data)
        organisation = named(
            Organisation.objects.visible_to(self.principal), "organisation", values.pop("organisation")
        )
        self.principal.require("subscriptions:write", organisation.pk)
        customer = actions.open_customer(
            organisation=organisation, **values, actor=self.principal.actor, at=clock.now()
        )
        headers = {"Location": f"/api/v1/customers/{customer.pk}", "ETag": version_tag(customer.version)}
        return Response(customer_json(customer), status=201, headers=headers)


class CustomerView(ApiView):
    """One customer."""

    access = {"GET": Needs("subscriptions:read"), "PATCH": Needs("subscriptions:write")}

    @extend_schema(summary="Show a customer", responses=CustomerSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the customer."""
        customer = one(Customer.objects.visible_to(self.principal), pk=id)
        return Response(customer_json(customer), headers={"ETag": version_tag(customer.version)})

    @extend_schema(
        summary="Change what a customer is billed as",
        request=CustomerChanges(partial=True),
        responses=CustomerSerializer,
        examples=[OpenApiExample("A new address", {"street": "3 place Nationale"}, request_only=True)],
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change the named fields."""
        customer = one(Customer.objects.visible_to(self.principal), pk=id)
        self.principal.require("subscriptions:write", customer.organisation_id)
        version = expected_version(request, customer.version)
        changes = read(CustomerChanges, request.data, partial=True)
        customer = actions.change_customer(
            customer=customer, version=version, **changes, actor=self.principal.actor, at=clock.now()
        )
        return Response(customer_json(customer), headers={"ETag": version_tag(customer.version)})


class CustomerHistoryView(HistoryView):
    """The story of a customer."""

    kind = "customer"
    access = {"GET": Needs("subscriptions:read")}

    def rows(self, principal: Principal) -> QuerySet[Customer]:
        """Return the customers that the principal may see."""
        return Customer.objects.visible_to(principal)
