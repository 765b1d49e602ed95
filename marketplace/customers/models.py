"""What an organisation is billed as."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from core.accounts.models import Organisation
from core.ids import uuid7

if TYPE_CHECKING:
    from core.accounts.principals import Principal

STAFF_WHO_SEE_ALL = ("finance", "support", "sales")


class CustomerQuerySet(models.QuerySet["Customer"]):
    """The query language of customers."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see their organisation's, staff in finance, support and sales see all, everybody else none."""
        if principal.has_any_staff_role(STAFF_WHO_SEE_ALL):
            return self
        return self.filter(organisation_id__in=principal.organisation_ids)


class Customer(models.Model):
    """An organisation as a buyer. Its currency never changes, since what it holds is priced in it.

    `vat_id_verified_at` says when the VAT id last passed the check of its country: the evidence for reverse charge.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="customer")
    name = models.CharField(max_length=150)
    billing_email = models.EmailField(max_length=254)
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    zone = models.CharField(max_length=64, help_text="IANA time zone: on its calendar billing days are counted")
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    vat_id = models.CharField(max_length=20, blank=True)
    vat_id_verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(country__regex=r"^[A-Z]{2}$"), name="customer_country_is_iso"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="customer_currency_is_iso"),
            models.CheckConstraint(
                condition=Q(vat_id_verified_at__isnull=True) | ~Q(vat_id=""), name="customer_verified_vat_id_exists"
            ),
        ]

    def __str__(self) -> str:
        return self.name
