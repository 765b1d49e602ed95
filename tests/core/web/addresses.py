"""A small API made for the tests: what every view of the product inherits, with nothing else in the way."""

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts.models import Organisation
from core.refusals import Refusal
from core.web.access import PUBLIC, SIGNED_IN, Needs, Staff
from core.web.addressing import one
from core.web.conditional import expected_version, version_tag
from core.web.pagination import paginate
from core.web.serializers import Amount, Flag, StrictSerializer, Text, Whole, read
from core.web.views import ApiView


class Taken(Refusal):
    """The name is taken."""

    code = "name-taken"
    title = "The name is taken"


class ThingInput(StrictSerializer):
    name = Text(max_length=50)
    count = Whole(min_value=0, max_value=10, required=False)
    price = Amount(required=False)
    active = Flag(required=False)


class Things(ApiView):
    access = {"GET": SIGNED_IN, "POST": SIGNED_IN}

    @extend_schema(summary="List", responses=ThingInput)
    def get(self, request: Request) -> Response:
        return paginate(
            request, Organisation.objects.visible_to(self.principal), lambda o: {"id": o.pk, "name": o.name}
        )

    @extend_schema(summary="Make", request=ThingInput, responses=ThingInput)
    def post(self, request: Request) -> Response:
        values = read(ThingInput, request.data)
        made = Organisation.objects.create(name=values["name"], country="FR", created_at=clock.now())
        if values["name"] == "taken":
            raise Taken("Choose another name.")
        if values["name"] == "broken":
            raise RuntimeError("a fault of ours")
        return Response({"id": made.pk, "secret": "shown-once"}, status=201, headers={"Location": f"/things/{made.pk}"})


class Thing(ApiView):
    access = {"GET": Needs("organisation:read"), "PATCH": Needs("organisation:write"), "DELETE": Staff("finance")}

    def get(self, request: Request, id: UUID) -> Response:
        found = one(Organisation.objects.visible_to(self.principal), pk=id)
        return Response({"name": found.name}, headers={"ETag": version_tag(found.version)})

    def patch(self, request: Request, id: UUID) -> Response:
        found = one(Organisation.objects.visible_to(self.principal), pk=id)
        self.principal.require("organisation:write", found.pk)
        expected_version(request, found.version)
        return Response({"name": read(ThingInput, request.data)["name"]})

    def delete(self, request: Request, id: UUID) -> Response:
        one(Organisation.objects.visible_to(self.principal), pk=id)
        return Response(status=204)


class Open(ApiView):
    access = {"GET": PUBLIC}

    def get(self, request: Request) -> Response:
        return Response({"open": True})


urlpatterns = [
    path("api/v1/things", Things.as_view()),
    path("api/v1/things/<uuid:id>", Thing.as_view()),
    path("api/v1/open", Open.as_view()),
]
handler404 = "core.web.problems.not_found"
