"""Bundles, their versions with parts, and what each partner agrees to."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

import pgtrigger
from django.db import models
from django.utils.translation import get_language

from catalog.bundles.composition import ROLES
from catalog.bundles.paths import EXCHANGES, ON_BREAK, WHENS
from catalog.bundles.pricing import BORNE_BY
from catalog.offers.models import Plan
from catalog.pricing.models import Price
from core.ids import uuid7
from core.states import Moves
from partners.organisations.models import Partner

if TYPE_CHECKING:
    from core.accounts.principals import Principal

# Until it is first published a bundle stands where its newest version stands; then a new version leaves it as it is.
BUNDLE_MOVES = Moves(
    {
        "draft": ["proposed", "agreed", "retired"],
        "proposed": ["agreed", "draft", "retired"],
        "agreed": ["live", "proposed", "draft", "retired"],
        "live": ["withdrawn", "retired"],
        "withdrawn": ["live", "retired"],
        "retired": [],
    }
)
BEFORE_SALE = ("draft", "proposed", "agreed")
VERSION_MOVES = Moves(
    {
        "draft": ["proposed", "agreed", "dropped"],
        "proposed": ["agreed", "dropped"],
        "agreed": ["live", "proposed", "dropped"],
        "live": ["superseded", "withdrawn"],
        "superseded": [],
        "withdrawn": [],
        "dropped": [],
    }
)
AGREEMENT_MOVES = Moves(
    {"asked": ["accepted", "declined"], "declined": ["accepted"], "accepted": ["withdrawn"], "withdrawn": []}
)
NOTICE_KINDS = ("asked", "agreed", "live", "declined", "withdrawn", "notice_begun", "ended")
# What staff write into a version; with what names the version, it is frozen once proposed.
FIELDS = (
    "name",
    "name_fr",
    "summary",
    "summary_fr",
    "groups",
    "prices",
    "terms",
    "discount_borne_by",
    "cancel_when",
    "on_break",
    "exchange",
)
FROZEN = ("bundle_id", "number", *FIELDS)


def _columns(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in FROZEN)


class BundleQuerySet(models.QuerySet["Bundle"]):
    """The query language of bundles."""

    def for_sale(self, at: datetime) -> Self:
        """What new customers may have at `at`: live, and no partner's notice has run out."""
        ends = models.Q(current__sales_end_at=None) | models.Q(current__sales_end_at__gt=at)
        return self.filter(ends, state="live")

    def run_out(self, at: datetime) -> Self:
        """What is live still and not sold to anybody new any more at `at`, since a partner's notice is over."""
        return self.filter(state="live", current__sales_end_at__lte=at)

    def visible_to(self, principal: "Principal") -> Self:
        """The bundles one may act on or read the story of: staff all, everybody else none."""
        return self if principal.is_staff else self.none()


class Bundle(models.Model):
    """Something that staff put together of plans of several partners. Its slug stays for ever."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=10, default="draft")
    current = models.OneToOneField("BundleVersion", null=True, on_delete=models.PROTECT, related_name="current_of")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=BUNDLE_MOVES.check(), name="bundle_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state="live", current__isnull=False)
                | (~models.Q(state="live") & models.Q(current=None)),
                name="bundle_shows_a_version_while_live",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class BundleVersionQuerySet(models.QuerySet["BundleVersion"]):
    """The query language of bundle versions."""

    def visible_to(self, principal: "Principal") -> Self:
        """Staff see all, everybody else none: partners see what they are asked to agree to."""
        return self if principal.is_staff else self.none()


class BundleVersion(models.Model):
    """What a bundle is, at one time. Once it has been proposed the database refuses any change of it.

    `groups`, `prices` and `terms` are lists of objects as the API shows them. `sales_end_at`: from when on it is not
    sold to new customers, since a partner has withdrawn its consent.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="draft")
    name = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    summary_fr = models.CharField(max_length=300, blank=True)
    groups = models.JSONField(default=list)
    prices = models.JSONField(default=list)
    terms = models.JSONField(default=list)
    discount_borne_by = models.CharField(max_length=10, default="pro_rata")
    cancel_when = models.CharField(max_length=10, default="period_end")
    on_break = models.CharField(max_length=12, default="end_discount")
    exchange = models.CharField(max_length=10, default="never")
    created_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sales_end_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = BundleVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=VERSION_MOVES.check(), name="bundle_version_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(discount_borne_by__in=BORNE_BY), name="bundle_version_discount_borne_by_is_known"
            ),
            models.CheckConstraint(condition=models.Q(cancel_when__in=WHENS), name="bundle_version_cancel_is_known"),
            models.CheckConstraint(condition=models.Q(on_break__in=ON_BREAK), name="bundle_version_break_is_known"),
            models.CheckConstraint(condition=models.Q(exchange__in=EXCHANGES), name="bundle_version_exchange_is_known"),
            models.UniqueConstraint(fields=["bundle", "number"], name="bundle_version_number_once"),
            models.UniqueConstraint(
                fields=["bundle"],
                condition=models.Q(state__in=["draft", "proposed", "agreed"]),
                name="bundle_version_one_in_work",
            ),
            models.UniqueConstraint(
                fields=["bundle"], condition=models.Q(state="live"), name="bundle_version_one_live"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft"),
                func=(
                    f"IF ({_columns('OLD')}) IS DISTINCT FROM ({_columns('NEW')}) THEN"
                    " RAISE EXCEPTION 'pgtrigger: a proposed bundle version does not change'; END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def shown_name(self) -> str:
        """The name in the language of the reader, English where there is none."""
        return (self.name_fr if _in_french() else "") or self.name

    @property
    def shown_summary(self) -> str:
        """The summary in the language of the reader, English where there is none."""
        return (self.summary_fr if _in_french() else "") or self.summary


class Part(models.Model):
    """A plan of a live listing in a version, at the price it had when the version was proposed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(BundleVersion, on_delete=models.PROTECT, related_name="parts")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="bundle_parts")
    price = models.ForeignKey(Price, on_delete=models.PROTECT, related_name="bundle_parts")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="bundle_parts")
    title = models.CharField(max_length=210)
    role = models.CharField(max_length=10)
    group = models.CharField(max_length=40, blank=True)
    sold_alone = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="bundle_part_role_is_known"),
            models.UniqueConstraint(fields=["version", "plan"], name="bundle_part_once_per_version"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=(
                    "IF EXISTS (SELECT 1 FROM bundles_bundleversion WHERE state <> 'draft'"
                    " AND id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.version_id ELSE OLD.version_id END,"
                    " CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END)) THEN"
                    " RAISE EXCEPTION 'pgtrigger: the parts of a proposed bundle version do not change';"
                    " END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """The query language of agreements."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see what their organisations are asked, staff see all, everybody else none."""
        return self if principal.is_staff else self.filter(partner__organisation_id__in=principal.organisation_ids)

    def to_answer(self) -> Self:
        """Those that wait for their partner."""
        return self.filter(state="asked", version__state="proposed")


class Agreement(models.Model):
    """What one partner is asked to agree to in one version of a bundle, and what it has answered.

    `seen` is all that it agrees to (`catalog.bundles.consent`). `carried_from`: nothing of that has changed since this
    earlier consent, which therefore counts on. `sales_end_at`: when the notice ends that its withdrawal began.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(BundleVersion, on_delete=models.PROTECT, related_name="agreements")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="bundle_agreements")
    state = models.CharField(max_length=10, default="asked")
    seen = models.JSONField()
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="carried_to")
    reason = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    sales_end_at = models.DateTimeField(null=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=AGREEMENT_MOVES.check(), name="bundle_agreement_state_is_known"),
            models.UniqueConstraint(fields=["version", "partner"], name="bundle_agreement_once"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="frozen", fields=["version", "partner", "seen", "before", "carried_from", "asked_at"]
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.version_id}"


class AgreementNoticeQuerySet(models.QuerySet["AgreementNotice"]):
    """The query language of notices about agreements."""

    def of(self, partner_id: UUID) -> Self:
        """What one partner was told."""
        return self.filter(agreement__partner=partner_id)

    def unread(self) -> Self:
        """Those that no member has marked as read."""
        return self.filter(read_at=None)

    def to_say(self) -> Self:
        """With all that their words name."""
        return self.select_related("agreement__version", "agreement__partner", "because_of__partner")


class AgreementNotice(models.Model):
    """One thing that a partner was told about its agreement; `notices` has the words, in the reader's language.

    `because_of`: the agreement of another partner that it is about, if it is. Read is read for all members.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20)
    because_of = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    sales_end_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = AgreementNoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=NOTICE_KINDS), name="agreement_notice_kind_is_known"),
            models.UniqueConstraint(
                fields=["agreement", "kind", "because_of"], nulls_distinct=False, name="agreement_notice_once"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


def _in_french() -> bool:
    return (get_language() or "").startswith("fr")
