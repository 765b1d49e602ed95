"""What was imported from where, so that a second run knows its own."""

from django.db import models

from catalog.offers.models import Offer
from partners.organisations.models import Partner


class ImportedPublisher(models.Model):
    """The partner that was made for a publisher of a file."""

    key = models.CharField(max_length=300, primary_key=True)
    partner = models.OneToOneField(Partner, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.key


class ImportedLine(models.Model):
    """The offer that was made from a line of a file, found again by the line's slug.

    `digest` is of everything the line led to; while it is the same, there is nothing to do.
    """

    slug = models.CharField(max_length=200, primary_key=True)
    publisher = models.ForeignKey(ImportedPublisher, on_delete=models.PROTECT, related_name="lines")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=32)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug
