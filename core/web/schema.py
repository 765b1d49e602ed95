"""OpenAPI: what every operation has in common is written once, here."""

from collections.abc import Iterator
from sys import modules
from typing import Any, Literal

from django.urls import get_resolver
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from core.web import problems
from core.web.access import PUBLIC, Access
from core.web.pagination import LARGEST_PAGE, PAGE_SIZE
from core.web.problem_catalogue import catalogue
from core.web.views import ApiView

TITLES = {
    304: "Not modified: the client has this answer already",
    400: "The request cannot be read",
    401: "Nobody is known behind the request, or the credentials sent are not valid",
    403: "Role or scope does not allow it",
    404: "There is no such thing, or it belongs to somebody else",
    409: "A rule forbids it in the present state",
    412: "It has changed in the meantime",
    413: "The body is too large",
    415: "The body is not JSON",
    422: "Values that cannot be accepted",
    428: "If-Match is missing",
    429: "Too many requests",
    503: "Something the answer depends on is not there at the moment",
}
HEADERS = {
    "Idempotency-Key": "Sent twice with the same key, it has one effect and one answer (kept 48 hours).",
    "If-Match": "The ETag of the version you saw; without it the answer is 428.",
    "If-None-Match": "ETags you have; if one of them is current, the answer is 304 without a body.",
}
ETAG = {"description": "Of this very answer", "schema": {"type": "string"}}
PAGES = [
    OpenApiParameter("cursor", OpenApiTypes.UUID, description="“next_cursor” of the page before"),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
        description="How many at most",
    ),
]
Direction = Literal["request", "response"]
WITH_BODY = {"POST", "PUT", "PATCH"}
FIRST_REFUSAL = 400


class FieldErrorSerializer(serializers.Serializer):
    """One value that cannot be accepted."""

    pointer = serializers.CharField(help_text="JSON pointer (RFC 6901) to the value")
    code = serializers.CharField()
    detail = serializers.CharField(help_text="What is wrong and what to do")


class ProblemSerializer(serializers.Serializer):
    """An RFC 9457 problem document."""

    type = serializers.URLField()
    code = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What is refused, why, and what to do")
    errors = FieldErrorSerializer(many=True, required=False)  # type: ignore[assignment]


class Schema(AutoSchema):
    """Adds what follows from a view's address, room, method and access."""

    @property
    def access(self) -> Access:
        """Who may call the operation."""
        access: Access = getattr(self.view, "access", {}).get(self.method, PUBLIC)
        return access

    def get_operation_id(self) -> str:
        """Return the method and the name of the address: `get_offer`, `get_offers`, `post_offer_submission`."""
        return f"{self.method.lower()}_{_names()[self.path]}".replace("-", "_")

    def get_tags(self) -> list[str]:
        """Return the room, with its floor: `catalog.offers`."""
        return [_room(type(self.view).__module__)]

    def get_auth(self) -> list[Any]:
        """Return the ways to sign in that open the operation, programs with the scopes they need."""
        ways = super().get_auth()
        scopes = self.access.scopes
        if self.access == PUBLIC:
            return []
        return [
            {way: list(scopes or ()) if way == "clientCredentials" else needed}
            for entry in ways
            for way, needed in entry.items()
            if way != "clientCredentials" or scopes is not None
        ]

    @property
    def is_idempotent(self) -> bool:
        """Whether it honours Idempotency-Key, which belongs to somebody known."""
        return (
            self.method == "POST" and isinstance(self.view, ApiView) and self.view.idempotency and self.access != PUBLIC
        )

    @property
    def is_versioned(self) -> bool:
        """Whether it asks for If-Match."""
        return self.method == "PATCH" and isinstance(self.view, ApiView) and self.view.versioned

    @property
    def is_paged(self) -> bool:
        """Whether the answer is a page of a list."""
        answers = self.get_response_serializers()
        serializer = answers.get(200) if isinstance(answers, dict) else answers
        return isinstance(serializer, type) and "next_cursor" in getattr(serializer, "_declared_fields", ())

    def get_override_parameters(self) -> list[Any]:
        """Return the headers of idempotent, versioned and conditional operations, and the parameters of pages."""
        named = {
            "Idempotency-Key": self.is_idempotent,
            "If-Match": self.is_versioned,
            "If-None-Match": self.method == "GET",
        }
        headers = [
            OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=HEADERS[name])
            for name, honoured in named.items()
            if honoured
        ]
        return [*super().get_override_parameters(), *headers, *(PAGES if self.is_paged else [])]

    def problem_statuses(self) -> list[int]:
        """Return the statuses with which this operation may refuse."""
        # Credentials that are not valid are refused even where none are needed.
        statuses = set(self.access.statuses) | {400, 401, 422}
        if "{" in self.path:
            statuses.add(404)
        if self.method == "GET":
            statuses.add(304)
        else:
            statuses |= {409, 429}
        if self.method in WITH_BODY:
            statuses |= {413, 415}
        if self.is_versioned:
            statuses |= {412, 428}
        return sorted(statuses)

    def _insert_field_validators(self, field: serializers.Field, schema: dict[str, Any]) -> None:
        super()._insert_field_validators(field, schema)  # type: ignore[no-untyped-call]
        if "oneOf" in schema:
            # “A pattern, or nothing”: nothing may fit the pattern too, and is accepted all the same.
            schema["anyOf"] = schema.pop("oneOf")

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if self.method == "GET":
            bodies["200"]["headers"] = {"ETag": ETAG}
        self.resolve_serializer(ProblemSerializer, direction)
        asked = {int(status) for status in bodies if int(status) >= FIRST_REFUSAL}
        for status in asked.union(self.problem_statuses()):
            bodies[str(status)] = {"description": TITLES[status]}
            if status >= FIRST_REFUSAL:
                bodies[str(status)]["content"] = {
                    problems.MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/Problem{status}"}}
                }
        return dict(sorted(bodies.items()))


def describe_rooms(result: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
    """Say of each tag what its room is for (hook of drf-spectacular)."""
    used = {tag for item in result["paths"].values() for operation in item.values() for tag in operation["tags"]}
    result["tags"] = [{"name": tag, "description": (modules[tag].__doc__ or "").strip()} for tag in sorted(used)]
    return result


def describe_problems(result: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
    """Name the codes that there are for each status (hook of drf-spectacular)."""
    schemas = result["components"]["schemas"]
    for status in sorted(TITLES):
        if status >= FIRST_REFUSAL:
            codes = [kind["code"] for kind in catalogue() if kind["status"] == status]
            said = {"code": {"enum": codes}, "status": {"const": status}}
            schemas[f"Problem{status}"] = {
                "description": f"{TITLES[status]}. Each code is explained at /problems/.",
                "allOf": [{"$ref": "#/components/schemas/Problem"}, {"type": "object", "properties": said}],
            }
    return result


def _room(module: str) -> str:
    """Return the room of a module; a skin that is a room of its own counts to the room it shows."""
    floor, room = module.split(".")[:2]
    return f"{floor}.{room.removesuffix('_api')}"


def _names() -> dict[str, str]:
    return dict(_addresses())


def _addresses() -> Iterator[tuple[str, str]]:
    """Yield each address with its parameters in braces, as OpenAPI writes it, and its name."""
    for name, patterns in get_resolver().reverse_dict.lists():
        if isinstance(name, str):
            for possibilities, *_ in patterns:
                for template, parameters in possibilities:
                    yield "/" + template % {parameter: f"{{{parameter}}}" for parameter in parameters}, name
