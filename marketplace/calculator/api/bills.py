"""REST v1: what a bill would come to."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.channels.queries import named_channel
from catalog.listings.shown import shown_listing, with_sales
from catalog.pricing.usage import Usage
from core import clock
from core.refusals import Invalid
from core.web.access import PUBLIC
from core.web.serializers import read
from core.web.views import ApiView
from marketplace.calculator.asking import answers, ask
from marketplace.calculator.shapes import AnswersSerializer, QuestionInput, answer_json

EXAMPLE = {
    "listing": "tide-board",
    "usage": {"quantity": "12"},
    "starts_on": "2027-01-15",
    "billing_day": 1,
    "country": "FR",
    "is_business": False,
    "add_ons": [{"plan": "01981f3e-7c00-7000-8000-000000000021", "quantity": 1}],
}


class CalculatorView(ApiView):
    """What every plan of a listing would cost. It changes nothing, so it needs no idempotency key."""

    access = {"POST": PUBLIC}
    idempotency = False

    @extend_schema(
        operation_id="calculator",
        summary="Estimate the bills of every plan of a listing",
        description="By the engine, tax and sums that invoices go through; usage is taken as even.",
        request=QuestionInput,
        responses=AnswersSerializer,
        examples=[OpenApiExample("Twelve seats from the middle of a month", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Answer an estimate for each plan."""
        values = read(QuestionInput, request.data)
        at = clock.now()
        channel = named_channel(values.get("channel"), self.principal)
        shown = shown_listing(values["listing"], principal=self.principal, at=at, channel=channel)
        if shown is None:
            raise Invalid.field("listing", "There is no listing of this slug. Look in the catalogue again.")
        question = ask(
            usage=_usage(values["usage"]),
            starts_on=values.get("starts_on"),
            billing_day=values.get("billing_day"),
            country=values.get("country", ""),
            is_business=values["is_business"],
            principal=self.principal,
            currency=values.get("currency", ""),
            add_ons=[(one["plan"], one["quantity"]) for one in values.get("add_ons", ())],
            at=at,
        )
        return Response({"results": [answer_json(answer) for answer in answers(with_sales(shown, at=at), question)]})


def _usage(said: dict) -> Usage:
    if "quantity" in said:
        return Usage.of(said["quantity"])
    if "amounts" in said:
        return Usage.of_amounts(said["amounts"])
    return Usage.of_cells({tuple(cell["values"]): cell["quantity"] for cell in said["cells"]})
