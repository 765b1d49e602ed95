"""REST: organisations and their members."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.accounts import actions
from core.accounts.models import Invitation, Membership, Organisation
from core.accounts.principals import Principal
from core.accounts.roles import Role
from core.accounts_api.serializers import (
    Acceptance,
    InvitationPageSerializer,
    InvitationRequest,
    InvitationSerializer,
    MemberPageSerializer,
    MemberSerializer,
    OrganisationChanges,
    OrganisationPageSerializer,
    OrganisationSerializer,
    RoleChange,
    invitation_json,
    member_json,
    organisation_json,
)
from core.web.access import PERSON, Needs
from core.web.addressing import one
from core.web.conditional import expected_version, version_tag
from core.web.history import HistoryView
from core.web.pagination import paginate
from core.web.serializers import read
from core.web.views import ApiView


def may_look(principal: Principal, permission: str, organisation_id: UUID) -> None:
    """Let staff look at what the row's visibility has shown them; of members ask the permission."""
    if not principal.is_staff:
        principal.require(permission, organisation_id)


class Organisations(ApiView):
    """The organisations one may see."""

    access = {"GET": Needs("organisation:read"), "POST": PERSON}

    @extend_schema(summary="List organisations", responses=OrganisationPageSerializer)
    def get(self, request: Request) -> Response:
        """Answer a page, newest first."""
        return paginate(request, Organisation.objects.visible_to(self.principal), organisation_json)

    @extend_schema(
        summary="Found an organisation and become its first owner",
        request=OrganisationChanges,
        responses={201: OrganisationSerializer},
        examples=[OpenApiExample("A company", {"name": "Atelier Nord", "country": "FR"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Found it."""
        assert self.principal.user is not None, "PERSON lets only people in"
        values = read(OrganisationChanges, request.data)
        organisation = actions.found_organisation(
            **values, owner=self.principal.user, actor=self.principal.actor, at=clock.now()
        )
        headers = {
            "Location": f"/api/v1/organisations/{organisation.pk}",
            "ETag": version_tag(organisation.version),
        }
        return Response(organisation_json(organisation), status=201, headers=headers)


class OneOrganisation(ApiView):
    """One organisation."""

    access = {"GET": Needs("organisation:read"), "PATCH": Needs("organisation:write")}

    @extend_schema(summary="Show an organisation", responses=OrganisationSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer the organisation."""
        organisation = one(Organisation.objects.visible_to(self.principal), pk=id)
        return Response(organisation_json(organisation), headers={"ETag": version_tag(organisation.version)})

    @extend_schema(
        summary="Change an organisation's name or country",
        request=OrganisationChanges(partial=True),
        responses=OrganisationSerializer,
        examples=[OpenApiExample("Another name", {"name": "Atelier du Nord"}, request_only=True)],
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change the named fields."""
        organisation = one(Organisation.objects.visible_to(self.principal), pk=id)
        self.principal.require("organisation:write", organisation.pk)
        version = expected_version(request, organisation.version)
        changes = read(OrganisationChanges, request.data, partial=True)
        changed = actions.change_organisation(
            organisation_id=organisation.pk,
            expected_version=version,
            **changes,
            actor=self.principal.actor,
            at=clock.now(),
        )
        return Response(organisation_json(changed), headers={"ETag": version_tag(changed.version)})


class OrganisationHistory(HistoryView):
    """The story of an organisation."""

    kind = "organisation"
    access = {"GET": Needs("organisation:read")}

    def rows(self, principal: Principal) -> QuerySet[Organisation]:
        """Return the organisations that the principal may see."""
        return Organisation.objects.visible_to(principal)


class Members(ApiView):
    """The members of an organisation."""

    access = {"GET": Needs("members:read")}

    @extend_schema(summary="List the members of an organisation", responses=MemberPageSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer a page, newest first."""
        organisation = one(Organisation.objects.visible_to(self.principal), pk=id)
        may_look(self.principal, "members:read", organisation.pk)
        return paginate(request, organisation.memberships.select_related("user"), member_json)


class OneMember(ApiView):
    """One member of an organisation."""

    access = {"PATCH": Needs("members:write"), "DELETE": PERSON}
    versioned = False

    def _found(self, id: UUID, member: UUID) -> Membership:
        rows = Membership.objects.visible_to(self.principal).select_related("user")
        return one(rows, organisation_id=id, pk=member)

    @extend_schema(
        summary="Give a member another role",
        request=RoleChange,
        responses=MemberSerializer,
        examples=[OpenApiExample("Make a developer", {"role": "developer"}, request_only=True)],
    )
    def patch(self, request: Request, id: UUID, member: UUID) -> Response:
        """Change the role."""
        membership = self._found(id, member)
        self.principal.require("members:write", id)
        role = Role(read(RoleChange, request.data)["role"])
        actions.change_role(membership=membership, role=role, actor=self.principal.actor, at=clock.now())
        membership.role = role
        return Response(member_json(membership))

    @extend_schema(summary="Remove a member, or leave", request=None, responses={204: None})
    def delete(self, request: Request, id: UUID, member: UUID) -> Response:
        """End the membership; everybody may end their own."""
        membership = self._found(id, member)
        if membership.user_id != self.principal.actor.id:
            self.principal.require("members:write", id)
        actions.remove_member(membership=membership, actor=self.principal.actor, at=clock.now())
        return Response(status=204)


class Invitations(ApiView):
    """The invitations into an organisation."""

    access = {"GET": Needs("members:write"), "POST": Needs("members:write")}

    @extend_schema(summary="List the invitations into an organisation", responses=InvitationPageSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Answer a page, newest first."""
        organisation = one(Organisation.objects.visible_to(self.principal), pk=id)
        may_look(self.principal, "members:write", organisation.pk)
        return paginate(request, organisation.invitations.all(), invitation_json)

    @extend_schema(
        summary="Invite somebody by e-mail",
        description="The e-mail carries a token that is shown nowhere else; it is good for seven days.",
        request=InvitationRequest,
        responses={201: InvitationSerializer},
        examples=[OpenApiExample("A colleague", {"email": "lin@example.org", "role": "billing"}, request_only=True)],
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Invite."""
        organisation = one(Organisation.objects.visible_to(self.principal), pk=id)
        self.principal.require("members:write", organisation.pk)
        values = read(InvitationRequest, request.data)
        invitation = actions.invite_member(
            organisation_id=organisation.pk,
            email=values["email"].lower(),
            role=Role(values["role"]),
            actor=self.principal.actor,
            at=clock.now(),
        )
        return Response(invitation_json(invitation), status=201)


class OneInvitation(ApiView):
    """One invitation."""

    access = {"DELETE": Needs("members:write")}

    @extend_schema(summary="Revoke an invitation", request=None, responses={204: None})
    def delete(self, request: Request, id: UUID, invitation: UUID) -> Response:
        """Take it back."""
        found = one(Invitation.objects.visible_to(self.principal), organisation_id=id, pk=invitation)
        self.principal.require("members:write", id)
        actions.revoke_invitation(invitation=found, actor=self.principal.actor, at=clock.now())
        return Response(status=204)


class InvitationAcceptance(ApiView):
    """Answering an invitation."""

    access = {"POST": PERSON}

    @extend_schema(
        summary="Accept an invitation that was sent to my confirmed e-mail address",
        request=Acceptance,
        responses={201: MemberSerializer},
        examples=[OpenApiExample("The token of the e-mail", {"token": "3f9a…"}, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Join."""
        assert self.principal.user is not None, "PERSON lets only people in"
        token = read(Acceptance, request.data)["token"]
        membership = actions.accept_invitation(
            token=token, user=self.principal.user, actor=self.principal.actor, at=clock.now()
        )
        return Response(member_json(membership), status=201)
