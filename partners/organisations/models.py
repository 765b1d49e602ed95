"""The partner's profile and the confirmations of its contact address."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organisation
from core.ids import uuid7
from partners.organisations import names, vat

if TYPE_CHECKING:
    from core.accounts.principals import Principal

LONGEST_WEBSITE = 300
LONGEST_DESCRIPTION = 4000


class PartnerQuerySet(models.QuerySet["Partner"]):
    """The query language of partners."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see their own organisation's profile, staff see all, everybody else none."""
        return self if principal.is_staff else self.filter(organisation_id__in=principal.organisation_ids)


class Partner(models.Model):
    """An organisation as a publisher: how customers see it and how the marketplace reaches it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="partner")
    display_name = models.CharField(_("display name"), max_length=names.LONGEST)
    # Unlike the name it is unique: two names that people would mistake for each other have the same skeleton.
    name_key = models.CharField(max_length=4 * names.LONGEST, editable=False)
    slug = models.SlugField(max_length=names.LONGEST + 20, editable=False)
    website = models.CharField(_("website"), max_length=LONGEST_WEBSITE)
    contact_email = models.EmailField(_("contact e-mail"), max_length=254)
    contact_confirmed_at = models.DateTimeField(_("contact confirmed"), null=True, blank=True)
    vat_id = models.CharField(_("VAT id"), max_length=vat.LONGEST, blank=True)
    description = models.TextField(_("description"), max_length=LONGEST_DESCRIPTION, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name_key"], name="partner_name_once"),
            models.UniqueConstraint(fields=["slug"], name="partner_slug_once"),
            models.CheckConstraint(condition=~models.Q(name_key=""), name="partner_name_key_is_set"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def contact_is_confirmed(self) -> bool:
        """Whether somebody who reads the present contact address has said so."""
        return self.contact_confirmed_at is not None


class ContactConfirmationQuerySet(models.QuerySet["ContactConfirmation"]):
    """The query language of contact confirmations."""

    def open_at(self, at: datetime) -> Self:
        """Those that can still be used at `at`."""
        return self.filter(used_at=None, expires_at__gt=at)


class ContactConfirmation(models.Model):
    """One mail that asks for confirmation of one address. Its token is signed, not stored, and works once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contact_confirmations")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=8)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = ContactConfirmationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.partner_id} {self.requested_at:%Y-%m-%d %H:%M}"
