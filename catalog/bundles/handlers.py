"""Reactions to what becomes of agreements: partners are told. Each tells once, however often its fact comes."""

from datetime import datetime
from uuid import UUID

from catalog.bundles.actions import tell
from catalog.bundles.events import (
    AgreementAsked,
    AgreementDeclined,
    AgreementNoticeGiven,
    BundleAgreed,
    BundlePublished,
    BundleRetired,
    BundleWithdrawn,
    ConsentWithdrawn,
)
from catalog.bundles.models import Agreement, AgreementNotice, AgreementQuerySet, BundleVersion
from catalog.bundles.telling import mail
from core.actors import SYSTEM
from core.events.facts import handles


@handles(AgreementAsked)
def tell_asked(event: AgreementAsked, *, at: datetime) -> None:
    """Tell a partner that it is asked; for whom nothing has changed hears of it when the version goes live."""
    if not event.carried:
        tell(agreements=Agreement.objects.filter(pk=event.agreement_id), kind="asked", actor=SYSTEM, at=at)


@handles(BundleAgreed)
def tell_agreed(event: BundleAgreed, *, at: datetime) -> None:
    """Tell all partners that nobody's answer is missing."""
    tell(agreements=_of(event.bundle_version_id), kind="agreed", actor=SYSTEM, at=at)


@handles(BundlePublished)
def tell_published(event: BundlePublished, *, at: datetime) -> None:
    """Tell all partners that it is on sale; and those who were in the version before only, that it ended for them."""
    ours = _of(event.bundle_version_id)
    tell(agreements=ours, kind="live", actor=SYSTEM, at=at)
    version = BundleVersion.objects.get(pk=event.bundle_version_id)
    before = BundleVersion.objects.filter(bundle_id=event.bundle_id, state="superseded", ended_at=version.published_at)
    for one in before:
        left = _of(one.pk).exclude(partner__in=ours.values("partner"))
        tell(agreements=left, kind="ended", actor=SYSTEM, at=at)


@handles(AgreementDeclined)
def tell_declined(event: AgreementDeclined, *, at: datetime) -> None:
    """Tell the other partners that it does not go on sale as it is. The reason is said to the marketplace only."""
    tell(agreements=_others(event), kind="declined", because_of=event.agreement_id, actor=SYSTEM, at=at)


@handles(ConsentWithdrawn)
def tell_withdrawn(event: ConsentWithdrawn, *, at: datetime) -> None:
    """Tell the other partners until when it is sold, or that it does not go on sale as it is."""
    if event.sales_end_at is None:
        tell(agreements=_others(event), kind="withdrawn", because_of=event.agreement_id, actor=SYSTEM, at=at)
        return
    version = BundleVersion.objects.get(pk=event.bundle_version_id)
    ends = datetime.fromisoformat(event.sales_end_at)
    tell(
        agreements=_others(event),
        kind="notice_begun",
        because_of=event.agreement_id,
        # A notice that began earlier ends earlier.
        sales_end_at=min(version.sales_end_at or ends, ends),
        actor=SYSTEM,
        at=at,
    )


@handles(BundleWithdrawn)
def tell_taken_off_sale(event: BundleWithdrawn, *, at: datetime) -> None:
    """Tell all partners that new customers cannot have it any more, whoever or whatever ended it."""
    _tell_ended(event.bundle_version_id, at=at)


@handles(BundleRetired)
def tell_retired(event: BundleRetired, *, at: datetime) -> None:
    """Tell all partners of a bundle that was on sale."""
    _tell_ended(event.bundle_version_id, at=at)


@handles(AgreementNoticeGiven)
def mail_agreement_notice(event: AgreementNoticeGiven, *, at: datetime) -> None:
    """Send the notice by e-mail too."""
    mail(AgreementNotice.objects.to_say().get(pk=event.agreement_notice_id))


def _tell_ended(version_id: UUID | None, *, at: datetime) -> None:
    if version_id is not None:
        tell(agreements=_of(version_id), kind="ended", actor=SYSTEM, at=at)


def _of(version_id: UUID) -> AgreementQuerySet:
    return Agreement.objects.filter(version=version_id).order_by("pk")


def _others(event: AgreementDeclined | ConsentWithdrawn) -> AgreementQuerySet:
    return _of(event.bundle_version_id).exclude(pk=event.agreement_id)
