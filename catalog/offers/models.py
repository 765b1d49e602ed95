"""Offers, their plans, and the categories they go into."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language

from catalog.offers import rules
from catalog.offers.compatibility import Contract
from catalog.offers.tree import Placed
from catalog.pricing.models import Price
from core.ids import uuid7
from partners.organisations.models import Partner

if TYPE_CHECKING:
    from core.accounts.principals import Principal


class CategoryQuerySet(models.QuerySet["Category"]):
    """The query language of categories."""

    def placed(self) -> list[Placed]:
        """Return all in the order of the catalogue, as `catalog.offers.tree` takes them; one query."""
        french = (get_language() or "").startswith("fr")
        rows = self.values_list("slug", "name", "name_fr", "parent__slug")
        return [Placed(slug, name, (name_fr if french else "") or name, above) for slug, name, name_fr, above in rows]


class Category(models.Model):
    """A shelf of the catalogue. Its slug never changes, because offers and addresses refer to it.

    `parent` is the one that staff put it under; without one it lies where its name says (`catalog.offers.tree`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80, blank=True)
    position = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    version = models.PositiveIntegerField(default=1)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name", "slug"]
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")), name="category_not_below_itself"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name in the language of the reader, English where there is none."""
        return (self.name_fr if (get_language() or "").startswith("fr") else "") or self.name


class OfferQuerySet(models.QuerySet["Offer"]):
    """The query language of offers."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see the offers of their organisations, staff see all, everybody else none."""
        if principal.is_staff:
            return self
        return self.filter(partner__organisation_id__in=principal.organisation_ids)


class Offer(models.Model):
    """The draft of a product as its partner describes it. What others see is a listing version, frozen from it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="offers")
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    translations = models.JSONField(default=dict, blank=True, help_text="Summary and description by further languages")
    website = models.CharField(max_length=300, blank=True)
    source_note = models.CharField(max_length=300, blank=True)
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=rules.LONGEST_TAG), default=list, blank=True)
    integrations = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    data_classes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    data_locations = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    logo = models.JSONField(null=True, blank=True, help_text="A picture that is kept: hash, width, height, bytes")
    screenshots = models.JSONField(default=list, blank=True, help_text="Pictures that are kept, each with its words")
    video_url = models.CharField(max_length=300, blank=True, help_text="https:// only; linked, never embedded")
    kind = models.CharField(max_length=10, default=rules.PRODUCT)
    compatibility = models.JSONField(default=dict, blank=True, help_text="What an add-on says of other offers")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("partner", Lower("name"), name="offer_name_once_per_partner"),
            models.CheckConstraint(condition=models.Q(kind__in=rules.KINDS), name="offer_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(kind=rules.ADD_ON) | models.Q(compatibility={}), name="offer_product_stands_alone"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def contract(self) -> Contract:
        """What the draft says of other offers."""
        return Contract.of(self.compatibility)


class PlanQuerySet(models.QuerySet["Plan"]):
    """The query language of plans."""

    def visible_to(self, principal: "Principal") -> Self:
        """As the offers they are of."""
        return self.filter(offer__in=Offer.objects.visible_to(principal))

    def active(self) -> Self:
        """Plans that the next version of the listing will contain."""
        return self.filter(retired_at=None)


class Plan(models.Model):
    """One way to buy an offer. Once a submitted version refers to it (`frozen_at`), it is retired, never deleted.

    A private one is there for its partner, for staff, and for customers who were named: those who accepted an agreed
    price or an invitation (`catalog.pricelists`). It may stand in for a public plan, with which it is compared then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="plans")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    price = models.ForeignKey(Price, on_delete=models.PROTECT, related_name="plans")
    position = models.PositiveSmallIntegerField()
    visibility = models.CharField(max_length=7, default=rules.PUBLIC, db_default=rules.PUBLIC)
    stands_in_for = models.CharField(
        max_length=rules.PLAN_CODE, blank=True, db_default="", help_text="The code of the public plan it is compared to"
    )
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "code"], name="plan_code_once_per_offer"),
            models.CheckConstraint(condition=models.Q(visibility__in=rules.VISIBILITIES), name="plan_visibility_known"),
            models.CheckConstraint(
                condition=models.Q(visibility=rules.PRIVATE) | models.Q(stands_in_for=""),
                name="plan_private_stands_in",
            ),
        ]

    def __str__(self) -> str:
        return self.name
