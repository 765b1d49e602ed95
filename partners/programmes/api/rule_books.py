"""REST v1, without login: rule books, their versions, and what differs between two."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import NotFound
from core.web.access import PUBLIC
from core.web.addressing import one
from core.web.pagination import paginate
from core.web.views import ApiView
from partners.programmes.api.serializers import (
    RuleBookDiffSerializer,
    RuleBookPageSerializer,
    RuleBookSerializer,
    RuleBookVersionPageSerializer,
    RuleBookVersionSerializer,
)
from partners.programmes.api.shapes import change_json, rule_book_json, version_json, version_line
from partners.programmes.diff import diff
from partners.programmes.models import Programme
from partners.programmes.queries import with_versions

# What was announced never changes, so a copy of it stays good for a year, anywhere.
FOR_EVER = "public, max-age=31536000, immutable"
_DIFF = {
    "rule_book": "partner",
    "before": "1.0.0",
    "after": "2.0.0",
    "changes": [
        {
            "key": "IDN-001",
            "change": "stricter",
            "demands_notice": True,
            "title": "Certificate of registration",
            "before": 1,
            "after": 2,
            "fields": [
                {
                    "field": "valid_for",
                    "language": None,
                    "direction": "stricter",
                    "part": "How long an answer counts",
                    "before": "without end",
                    "after": "1 year",
                }
            ],
        }
    ],
}


class RuleBooksView(ApiView):
    """All rule books."""

    access = {"GET": PUBLIC}

    @extend_schema(summary="List rule books", responses={200: RuleBookPageSerializer})
    def get(self, request: Request) -> Response:
        """Answer a page."""
        return paginate(request, with_versions(), rule_book_json)


class RuleBookView(ApiView):
    """One rule book."""

    access = {"GET": PUBLIC}

    @extend_schema(summary="Show a rule book", responses={200: RuleBookSerializer})
    def get(self, request: Request, code: str) -> Response:
        """Answer it with its version in force and those announced."""
        return Response(rule_book_json(one(with_versions(), code=code)))


class VersionsView(ApiView):
    """The versions of a rule book."""

    access = {"GET": PUBLIC}

    @extend_schema(summary="List the versions of a rule book", responses={200: RuleBookVersionPageSerializer})
    def get(self, request: Request, code: str) -> Response:
        """Answer a page of those that were ever announced."""
        programme = one(Programme.objects.all(), code=code)
        versions = programme.versions.public().defer("content")
        return paginate(request, versions, lambda version: version_line(programme, version))


class VersionView(ApiView):
    """One version of a rule book."""

    access = {"GET": PUBLIC}

    @extend_schema(
        summary="Show a version of a rule book",
        description="As it was announced, in all languages. The answer never changes and may be kept for ever; whether"
        " the version is in force is told by the list of versions.",
        responses={200: RuleBookVersionSerializer},
    )
    def get(self, request: Request, code: str, number: str) -> Response:
        """Answer the whole version with its hash, which is its ETag."""
        version = one(one(Programme.objects.all(), code=code).versions.numbered(number))
        headers = {"ETag": f'"{version.sha256}"', "Cache-Control": FOR_EVER}
        return Response(version_json(version), headers=headers)


class DiffView(ApiView):
    """The difference between two versions."""

    access = {"GET": PUBLIC}

    @extend_schema(
        summary="Show what differs between two versions",
        description="`1.0.0..2.0.0` is from 1.0.0 to 2.0.0. Any two versions that were announced will do.",
        responses={200: RuleBookDiffSerializer},
        examples=[OpenApiExample("One requirement becomes stricter", _DIFF, response_only=True)],
    )
    def get(self, request: Request, code: str, span: str) -> Response:
        """Answer the changes, readable in the reader's language."""
        before, dots, after = span.partition("..")
        if not dots:
            raise NotFound
        programme = one(Programme.objects.all(), code=code)
        first, second = (one(programme.versions.numbered(number)) for number in (before, after))
        changes = diff(first.contents, second.contents)
        return Response(
            {
                "rule_book": programme.code,
                "before": first.number,
                "after": second.number,
                "changes": [change_json(change) for change in changes],
            }
        )
