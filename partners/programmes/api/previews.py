"""REST v1, without login: what a rule book will ask of somebody, before they register."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import Invalid
from core.web.access import PUBLIC
from core.web.addressing import one
from core.web.views import ApiView
from partners.programmes import asking
from partners.programmes.api.serializers import RuleBookPreviewSerializer
from partners.programmes.api.shapes import asked_json, question_json
from partners.programmes.facts import FACTS
from partners.programmes.models import Programme

_TYPES = {"number": OpenApiTypes.STR, "flag": OpenApiTypes.BOOL}
_HINTS = {
    "country": "ISO 3166-1 alpha-2",
    "data_classes": "Separated by commas: none, contact, usage, payment, health, special",
    "price": "The highest monthly price, such as 12.50",
    "channels": "Separated by commas: marketplace, bundle, reseller, direct",
}
_EXAMPLE = {
    "rule_book": "offer",
    "version": "1.0.0",
    "questions": [
        {"fact": "country", "question": "In which country is your organisation?", "choices": None, "answered": True}
    ],
    "requirements": [
        {
            "key": "TAX-004",
            "revision": 1,
            "level": "mandatory",
            "title": "Registration for VAT",
            "applies": "yes",
            "depends_on": [],
            "why": "Asked, because the organisation is established in the country FR.",
            "satisfied_by": "It is satisfied by the address of a page on the web.",
            "url": "/api/v1/rule-books/offer/requirements/TAX-004?revision=1",
        }
    ],
}


class PreviewView(ApiView):
    """“What will you ask me for?”"""

    access = {"GET": PUBLIC}

    @extend_schema(
        summary="Preview what a rule book asks of somebody",
        description="Give what you know; what you leave out stays open, and what depends on it says so.",
        parameters=[
            OpenApiParameter(
                name,
                _TYPES.get(fact.type, OpenApiTypes.STR),
                description=_HINTS.get(name, fact.question["en"]),
                enum=list(fact.choices) if fact.type == "choice" and fact.choices else None,
            )
            for name, fact in FACTS.items()
        ],
        responses={200: RuleBookPreviewSerializer},
        examples=[OpenApiExample("From France", _EXAMPLE, response_only=True)],
    )
    def get(self, request: Request, code: str) -> Response:
        """Answer of each requirement in force whether it applies, and why."""
        programme = one(Programme.objects.all(), code=code)
        try:
            facts = asking.read_answers(dict(request.query_params.lists()))
        except asking.Unanswerable as wrong:
            raise Invalid.field(wrong.fact, f"{wrong.fact} is {wrong.expected}.") from None
        version = one(programme.versions.to_read())
        rows = version.in_order()
        specs = [row.spec for row in rows]
        return Response(
            {
                "rule_book": programme.code,
                "version": version.number,
                "questions": [question_json(fact, fact.name in facts) for fact in asking.questions(specs)],
                "requirements": [asked_json(found, rows, programme) for found in asking.what_is_asked(specs, facts)],
            }
        )
