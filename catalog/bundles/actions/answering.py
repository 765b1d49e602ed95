"""What a partner answers, and taking it back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from catalog.bundles.actions.locking import lock_bundle, move_version
from catalog.bundles.actions.proposing import agree
from catalog.bundles.consent import NOTICE
from catalog.bundles.events import AgreementAccepted, AgreementDeclined, ConsentWithdrawn
from catalog.bundles.models import AGREEMENT_MOVES, Agreement, Bundle, BundleVersion
from catalog.bundles.refusals import NotToAnswer
from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid

# While a version is one of these, what its partners have agreed to binds them.
BINDING = ("proposed", "agreed", "live")


@transaction.atomic
def accept_agreement(*, agreement: Agreement, actor: Actor, at: datetime) -> Agreement:
    """Agree to one's part in a version; with the last partner's consent the version is agreed.

    Raises NotToAnswer for a version that is not proposed any more, and IllegalMove when it is accepted already.
    """
    bundle, version = _proposed(agreement)
    _move(agreement, "accepted", reason="", answered_at=at)
    fact = AgreementAccepted(
        agreement_id=agreement.pk, bundle_id=bundle.pk, bundle_version_id=version.pk, partner_id=agreement.partner_id
    )
    record(fact, actor=actor, at=at)
    if not Agreement.objects.filter(version=version).exclude(state="accepted").exists():
        agree(bundle, version, actor=actor, at=at)
    return agreement


@transaction.atomic
def decline_agreement(*, agreement: Agreement, reason: str, actor: Actor, at: datetime) -> Agreement:
    """Do not agree, and say why. It can still be accepted while the version is proposed.

    Raises Invalid without a reason, NotToAnswer and IllegalMove.
    """
    _refuse_without(reason)
    bundle, version = _proposed(agreement)
    _move(agreement, "declined", reason=reason.strip(), answered_at=at)
    fact = AgreementDeclined(
        agreement_id=agreement.pk,
        bundle_id=bundle.pk,
        bundle_version_id=version.pk,
        partner_id=agreement.partner_id,
        reason=agreement.reason,
    )
    record(fact, actor=actor, at=at)
    return agreement


@transaction.atomic
def withdraw_consent(*, agreement: Agreement, reason: str, actor: Actor, at: datetime) -> list[Agreement]:
    """Take the partner's consent back from every version of the bundle in which it binds. Returns these agreements.

    What is live is sold to new customers for 30 more days; who holds it keeps it. What is not live yet cannot be
    published. Raises Invalid without a reason, and IllegalMove where there is no consent to take back.
    """
    _refuse_without(reason)
    bundle = lock_bundle(agreement.version.bundle_id)
    binding = Agreement.objects.filter(version__bundle=bundle, partner=agreement.partner_id, state="accepted")
    found = list(binding.filter(version__state__in=BINDING).select_related("version", "partner").order_by("pk"))
    if agreement.pk not in {one.pk for one in found}:
        raise _nothing_to_withdraw(agreement)
    for one in found:
        _withdraw(bundle, one, reason.strip(), actor=actor, at=at)
    return found


def _withdraw(bundle: Bundle, agreement: Agreement, reason: str, *, actor: Actor, at: datetime) -> None:
    version = agreement.version
    ends = at + NOTICE if version.state == "live" else None
    _move(agreement, "withdrawn", reason=reason, withdrawn_at=at, sales_end_at=ends)
    if ends is not None:
        # A notice that began earlier ends earlier.
        version.sales_end_at = min(version.sales_end_at or ends, ends)
        BundleVersion.objects.filter(pk=version.pk).update(sales_end_at=version.sales_end_at)
    elif version.state == "agreed":
        move_version(bundle, version, "proposed")
    fact = ConsentWithdrawn(
        agreement_id=agreement.pk,
        bundle_id=bundle.pk,
        bundle_version_id=version.pk,
        partner_id=agreement.partner_id,
        reason=reason,
        sales_end_at=ends.isoformat() if ends else None,
    )
    record(fact, actor=actor, at=at)


def _proposed(agreement: Agreement) -> tuple[Bundle, BundleVersion]:
    """Lock the bundle and return it with the version that is to be answered. Raises NotToAnswer."""
    bundle = lock_bundle(agreement.version.bundle_id)
    version = BundleVersion.objects.get(pk=agreement.version_id)
    if version.state != "proposed":
        raise NotToAnswer(
            f"Version {version.number} of the bundle is “{version.state}” now, so there is nothing to answer. Load the"
            " agreement again; if there is a newer version, it has one of its own.",
            version_state=version.state,
        )
    agreement.version = version
    return bundle, version


def _move(agreement: Agreement, to: str, **updates: Any) -> None:  # noqa: ANN401
    AGREEMENT_MOVES.apply(Agreement.objects.filter(pk=agreement.pk), to=to, **updates)
    agreement.state = to
    for field, value in updates.items():
        setattr(agreement, field, value)


def _nothing_to_withdraw(agreement: Agreement) -> NotToAnswer:
    agreement.refresh_from_db()
    return NotToAnswer(
        f"The agreement is “{agreement.state}”, and the version is “{agreement.version.state}”: there is no consent"
        " that binds you, so nothing to take back.",
        version_state=agreement.version.state,
    )


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Invalid.field("reason", "Say why, so that the marketplace can propose something else.", code="required")
