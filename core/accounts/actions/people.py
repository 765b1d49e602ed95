"""People: making, changing, appointing and forgetting them."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Token
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import transaction

from core.accounts.events import EmailAddressConfirmed, PersonErased, PersonSignedUp, ProfileChanged, StaffAppointed
from core.accounts.granting import check_owner_remains, locked_members
from core.accounts.models import Invitation, InvitationState, Membership, User
from core.accounts.roles import StaffRole
from core.actors import Actor
from core.events.erasing import forget_actor
from core.events.recording import record


@transaction.atomic
def create_person(
    *, email: str, name: str, password: str | None = None, language: str = "en", actor: Actor, at: datetime
) -> User:
    """Make an account whose e-mail address counts as confirmed: for demonstrations and imports, never for sign-up."""
    user = User.objects.create_user(email, password, name=name, language=language, date_joined=at)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(PersonSignedUp(user_id=user.pk), actor=actor, at=at)
    record(EmailAddressConfirmed(user_id=user.pk), actor=actor, at=at)
    return user


@transaction.atomic
def change_profile(
    *, user: User, name: str | None = None, language: str | None = None, actor: Actor, at: datetime
) -> User:
    """Change a person's name or language; what is None or the same stays, and then nothing happened."""
    changes = {
        field: value
        for field, value in (("name", name), ("language", language))
        if value is not None and value != getattr(user, field)
    }
    if changes:
        for field, value in changes.items():
            setattr(user, field, value)
        user.save(update_fields=list(changes))
        record(ProfileChanged(user_id=user.pk, fields=sorted(changes)), actor=actor, at=at)
    return user


@transaction.atomic
def appoint_staff(*, user: User, roles: Iterable[StaffRole], actor: Actor, at: datetime) -> User:
    """Give a person these roles on the marketplace's staff, in place of the earlier ones."""
    user.staff_roles = sorted(set(roles))
    user.save(update_fields=["staff_roles"])
    record(StaffAppointed(user_id=user.pk, roles=user.staff_roles), actor=actor, at=at)
    return user


@transaction.atomic
def erase_person(*, user: User, actor: Actor, at: datetime) -> None:
    """Erase what is personal about a person and end every way in; what they did stays, done by nobody in particular.

    The row stays too, because facts and documents refer to it. Raises LastOwner while an organisation would be left
    without an owner.
    """
    organisation_ids = Membership.objects.filter(user=user).order_by("organisation_id").values_list("organisation_id")
    for (organisation_id,) in organisation_ids:
        members = locked_members(organisation_id)
        for member in members:
            if member.user_id == user.pk:
                check_owner_remains(members, member)
    addresses = [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]
    for invitation in Invitation.objects.filter(email__in=addresses):
        _forget_invitation(invitation, at)
    Membership.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    Token.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    User.objects.filter(pk=user.pk).update(
        email=f"{user.pk}@erased.invalid",
        name="",
        password=make_password(None),
        language="en",
        staff_roles=[],
        is_superuser=False,
        is_active=False,
        last_login=None,
    )
    record(PersonErased(user_id=user.pk), actor=Actor(actor.kind, actor.id, ""), at=at)
    forget_actor(user.pk)


def _forget_invitation(invitation: Invitation, at: datetime) -> None:
    if invitation.state == InvitationState.PENDING:
        invitation.state, invitation.answered_at = InvitationState.LAPSED, at
    invitation.email = f"{invitation.pk}@erased.invalid"
    invitation.save(update_fields=["email", "state", "answered_at"])
