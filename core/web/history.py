"""The story of a thing, as REST shows it."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.accounts.principals import Principal
from core.events.models import Fact
from core.events.queries import history
from core.refusals import NotFound
from core.web.views import ApiView

LONGEST_STORY = 1000


class ActorSerializer(serializers.Serializer):
    """Who did it."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class FactSerializer(serializers.Serializer):
    """Something that happened."""

    id = serializers.UUIDField()
    type = serializers.CharField()
    subject = serializers.CharField()
    at = serializers.DateTimeField()
    actor = ActorSerializer()
    data = serializers.DictField()  # type: ignore[assignment]


class HistorySerializer(serializers.Serializer):
    """The story of a thing, oldest first."""

    results = FactSerializer(many=True)


class HistoryView(ApiView):
    """`GET …/history` of one kind of thing: set `kind`, `access`, and say which rows the principal may see."""

    kind: ClassVar[str]
    lookup: ClassVar[str] = "id"

    def rows(self, principal: Principal) -> QuerySet[Any]:
        """Return the things of this kind that the principal may see."""
        raise NotImplementedError

    @extend_schema(summary="The history of this thing, oldest first", responses=HistorySerializer)
    def get(self, request: Request, **kwargs: UUID | str) -> Response:
        """Answer the facts about the thing."""
        pk = self.rows(self.principal).filter(**kwargs).values_list("pk", flat=True).first()
        if pk is None:
            raise NotFound
        facts = history(f"{self.kind}:{pk}")[:LONGEST_STORY]
        return Response({"results": [fact_json(fact, self.principal) for fact in facts]})


def fact_json(fact: Fact, principal: Principal) -> dict[str, Any]:
    """Return a fact as it is shown; to outsiders, a person on staff is just the marketplace."""
    anonymous_staff = fact.actor_kind == "staff" and not principal.is_staff
    return {
        "id": fact.pk,
        "type": fact.type,
        "subject": fact.subject,
        "at": fact.at,
        "actor": {"kind": fact.actor_kind, "label": "Marketplace staff" if anonymous_staff else fact.actor_label},
        "data": fact.data,
    }
