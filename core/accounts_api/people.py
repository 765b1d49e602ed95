"""REST: the caller."""

from django.contrib.auth import logout
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts import actions
from core.accounts.models import User
from core.accounts.principals import principal_of_user
from core.accounts.queries import personal_data
from core.accounts_api.serializers import Erasure, MeSerializer, Profile, me_json
from core.refusals import Invalid
from core.web.access import PERSON, SIGNED_IN
from core.web.serializers import read
from core.web.views import ApiView


class Me(ApiView):
    """The caller itself."""

    access = {"GET": SIGNED_IN, "PUT": PERSON}

    @extend_schema(summary="Who am I, and what may I do where", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Answer the caller."""
        return Response(me_json(self.principal))

    @extend_schema(
        summary="Change my name and language",
        request=Profile,
        responses=MeSerializer,
        examples=[OpenApiExample("A name", {"name": "Ada Martin", "language": "fr"}, request_only=True)],
    )
    def put(self, request: Request) -> Response:
        """Set both."""
        user = _person(self.principal.user)
        values = read(Profile, request.data)
        actions.change_profile(user=user, **values, actor=self.principal.actor, at=clock.now())
        return Response(me_json(principal_of_user(user)))


class Export(ApiView):
    """Everything held about the caller."""

    access = {"GET": PERSON}

    @extend_schema(summary="Everything that is held about me", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Answer it as one document."""
        headers = {"Content-Disposition": 'attachment; filename="guichet-personal-data.json"'}
        return Response(personal_data(_person(self.principal.user)), headers=headers)


class ErasureView(ApiView):
    """Erasing the caller."""

    access = {"POST": PERSON}
    idempotency = False  # it ends the caller, and with it every key

    @extend_schema(
        summary="Erase my personal data and end my account; there is no way back",
        description="Refused while I am the last owner of an organisation. What I did stays, under no name.",
        request=Erasure,
        responses={204: None},
        examples=[OpenApiExample("My own address", {"email": "ada@example.org"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Erase the person if they wrote their own address."""
        user = _person(self.principal.user)
        if read(Erasure, request.data)["email"].lower() != user.email.lower():
            raise Invalid.field("email", "Send your own e-mail address, so that nobody is erased by mistake.")
        actions.erase_person(user=user, actor=self.principal.actor, at=clock.now())
        logout(request._request)  # noqa: SLF001
        return Response(status=204)


def _person(user: User | None) -> User:
    assert user is not None, "PERSON lets only people in"
    return user
