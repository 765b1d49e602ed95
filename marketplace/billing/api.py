"""REST v1: invoices."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.accounts.principals import Principal
from core.web.access import Needs
from core.web.addressing import asked_ids, one
from core.web.history import HistoryView
from core.web.pagination import paginate
from core.web.views import ApiView
from marketplace.billing.models import Invoice
from marketplace.billing.shapes import InvoicePageSerializer, InvoiceSerializer, invoice_json, summary_json

FILTERS = ("customer", "subscription")


class InvoicesView(ApiView):
    """All invoices that one may see."""

    access = {"GET": Needs("invoices:read")}

    @extend_schema(
        summary="List invoices",
        parameters=[OpenApiParameter(name, OpenApiTypes.UUID, description=f"Only of this {name}") for name in FILTERS],
        responses=InvoicePageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Answer a page, newest first, without the lines."""
        rows = Invoice.objects.visible_to(self.principal)
        return paginate(request, rows.filter(**asked_ids(request, *FILTERS)), summary_json)


class InvoiceView(ApiView):
    """One invoice."""

    access = {"GET": Needs("invoices:read")}

    @extend_schema(summary="Show an invoice", responses=InvoiceSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the invoice with lines, taxes, seller and buyer."""
        return Response(invoice_json(one(Invoice.objects.visible_to(self.principal), pk=id)))


class InvoiceHistoryView(HistoryView):
    """The story of an invoice."""

    kind = "invoice"
    access = {"GET": Needs("invoices:read")}

    def rows(self, principal: Principal) -> QuerySet[Invoice]:
        """Return the invoices that the principal may see."""
        return Invoice.objects.visible_to(principal)
