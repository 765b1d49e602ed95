"""People, organisations, and what binds them."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.labels import ROLE_LABELS
from core.accounts.roles import Role, StaffRole
from core.actors import Actor
from core.ids import uuid7
from core.states import Moves

if TYPE_CHECKING:
    from core.accounts.principals import Principal


class UserManager(BaseUserManager["User"]):
    """Makes people; used by allauth and the command line."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401
        """Create a person who signs in with `email`; without a password there is no password log-in."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401
        """Create a person on staff with every right in the staff admin."""
        return self.create_user(email, password, is_superuser=True, staff_roles=[StaffRole.ADMIN], **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One person, whoever they act for. Signs in by e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    staff_roles = ArrayField(
        models.CharField(max_length=10, choices=[(r, r) for r in StaffRole]), default=list, blank=True
    )
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(staff_roles__contained_by=[role.value for role in StaffRole]),
                name="user_staff_roles_are_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as libraries ask for it."""
        return str(self)

    @property
    def actor(self) -> Actor:
        """The person as a fact keeps it; without a name the end of the identifier stands in."""
        return Actor("staff" if self.is_staff else "user", self.pk, self.name or f"user {str(self.pk)[-6:]}")

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether the staff admin lets the person do `app.verb_model`: staff look, superusers do everything."""
        verb = perm.partition(".")[2].partition("_")[0]
        return self.is_active and (self.is_superuser or (self.is_staff and verb == "view"))

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the staff admin shows the app at all."""
        return self.is_staff

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the operator and may open the staff admin."""
        return self.is_active and bool(self.staff_roles)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The query language of organisations."""

    def visible_to(self, principal: "Principal") -> Self:
        """A member sees its organisations, staff see all, everybody else none."""
        return self if principal.is_staff else self.filter(pk__in=principal.organisation_ids)


class Organisation(models.Model):
    """A company on the marketplace. It becomes a partner by joining a programme and a customer by subscribing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=150)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(country__regex=r"^[A-Z]{2}$"), name="organisation_country_is_iso")
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The query language of memberships."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see each other, staff see all."""
        return self if principal.is_staff else self.filter(organisation_id__in=principal.organisation_ids)


class Membership(models.Model):
    """The role of a person in an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(r, r) for r in Role])
    created_at = models.DateTimeField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="membership_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} of {self.organisation_id}"

    @property
    def role_label(self) -> str:
        """The role as people read it."""
        return str(ROLE_LABELS[Role(self.role)])


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    LAPSED = "lapsed"


INVITATION_MOVES = Moves({"pending": ["accepted", "revoked", "lapsed"], "accepted": [], "revoked": [], "lapsed": []})


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The query language of invitations."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see those of their organisations, staff see all."""
        return self if principal.is_staff else self.filter(organisation_id__in=principal.organisation_ids)

    def pending(self) -> Self:
        """Not answered yet (it may have expired all the same)."""
        return self.filter(state=InvitationState.PENDING)


class Invitation(models.Model):
    """The offer, sent by e-mail, to become a member in a role. The token is only in the e-mail; here is its hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=[(r, r) for r in Role])
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.PENDING)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(state=InvitationState.PENDING),
                name="invitation_pending_once",
            ),
            models.CheckConstraint(condition=INVITATION_MOVES.check(), name="invitation_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="invitation_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.organisation_id}"

    @property
    def role_label(self) -> str:
        """The role as people read it."""
        return str(ROLE_LABELS[Role(self.role)])


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    """The query language of API clients."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see those of their organisations, staff see all."""
        return self if principal.is_staff else self.filter(organisation_id__in=principal.organisation_ids)

    def active(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at=None)


class ApiClient(models.Model):
    """A program that acts for one organisation, within the scopes of its OAuth client.

    The OAuth client (`client`) holds the secret's hash and the scopes; revoking deletes it and with it every token.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="api_clients")
    client = models.OneToOneField(
        "allauth_idp_oidc.Client", on_delete=models.SET_NULL, null=True, related_name="api_client"
    )
    name = models.CharField(max_length=100)
    scopes = ArrayField(models.CharField(max_length=40))
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = "API client"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, client__isnull=False)
                | models.Q(revoked_at__isnull=False, client__isnull=True),
                name="api_client_lives_or_is_revoked",
            )
        ]

    def __str__(self) -> str:
        return self.name
