"""REST v1, without login: the requirements of a rule book."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import Invalid, NotFound
from core.web.access import PUBLIC
from core.web.addressing import one
from core.web.views import ApiView
from partners.programmes.api.serializers import RequirementSerializer, RequirementsSerializer
from partners.programmes.api.shapes import requirement_json
from partners.programmes.models import Programme
from partners.programmes.queries import revisions_of

_EXAMPLE: dict[str, Any] = {
    "rule_book": "partner",
    "key": "IDN-002",
    "revision": 1,
    "in_force": True,
    "kind": "tax_payout",
    "level": "mandatory",
    "badge": None,
    "title": "VAT id",
    "text": "Give your VAT identification number with its country code. …",
    "why": "It is printed on every invoice for what you sell, …",
    "statement": None,
    "good_example": "FR 40 303 265 045 for an organisation in France; …",
    "bad_example": "A national company number, …",
    "calibration": "Decided by the check. …",
    "sentence": "It is satisfied by the VAT id of the partner profile, with the form and check digits of the country"
    " it is in — and it is asked of everybody.",
    "applies_if": {"sentence": "It is asked of everybody.", "condition": None},
    "satisfied_by": {
        "sentence": "It is satisfied by the VAT id of the partner profile, with the form and check digits of the"
        " country it is in. An automatic check answers at once.",
        "any_of": [[{"name": "vat_id", "title": None, "kind": "vat_id"}]],
    },
    "decided_by": "check",
    "blocks": ["list_public"],
    "due_in": "P30D",
    "grace": "P30D",
    "valid_for": None,
    "max_age": None,
    "touches": [],
    "published_at": "2026-01-05T08:00:00Z",
    "retired_at": None,
    "url": "/api/v1/rule-books/partner/requirements/IDN-002?revision=1",
    "page": "/rules/IDN-002",
}


class RequirementsView(ApiView):
    """What a rule book requires now."""

    access = {"GET": PUBLIC}

    @extend_schema(summary="List the requirements in force", responses={200: RequirementsSerializer})
    def get(self, request: Request, code: str) -> Response:
        """Answer all of them."""
        programme = one(Programme.objects.all(), code=code)
        rows = programme.requirements.current().in_order()
        return Response({"results": [requirement_json(requirement, programme) for requirement in rows]})


class RequirementView(ApiView):
    """One requirement, in force or as it was."""

    access = {"GET": PUBLIC}

    @extend_schema(
        summary="Show a requirement",
        parameters=[
            OpenApiParameter(
                "revision",
                OpenApiTypes.INT,
                description="One revision; the one in force, else the newest, if left out. Revisions stay.",
            )
        ],
        responses={200: RequirementSerializer},
        examples=[OpenApiExample("The VAT id", _EXAMPLE, response_only=True)],
    )
    def get(self, request: Request, code: str, key: str) -> Response:
        """Answer the revision."""
        programme = one(Programme.objects.all(), code=code)
        rows = revisions_of(key, programme)
        text = request.query_params.get("revision")
        if text is not None:
            number = _revision(text)
            rows = [row for row in rows if row.revision == number]
        if not rows:
            raise NotFound
        return Response(requirement_json(rows[0], programme))


def _revision(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):  # noqa: PLR2004 - smallint in the database
        raise Invalid.field("revision", "revision is a whole number from 1 to 9999.")
    return int(text)
