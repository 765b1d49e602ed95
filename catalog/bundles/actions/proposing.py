"""Asking the partners: a draft is frozen, and each is shown what it agrees to."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.bundles.actions.drafting import set_prices_of_today
from catalog.bundles.actions.locking import lock_bundle, move_version
from catalog.bundles.consent import same
from catalog.bundles.events import AgreementAsked, BundleAgreed, BundleProposed
from catalog.bundles.models import Agreement, Bundle, BundleVersion
from catalog.bundles.queries import refuse_incomplete
from catalog.bundles.reading import Read, read
from catalog.bundles.refusals import NotADraft
from core.actors import Actor
from core.events.recording import record, record_all


@transaction.atomic
def propose_version(*, version: BundleVersion, actor: Actor, at: datetime) -> BundleVersion:
    """Freeze a draft at the list prices of now, and ask every partner in it.

    A partner for whom nothing differs from what it has accepted in an earlier version is not asked again. If that is
    so for all, the version is agreed at once. Raises NotADraft, PartNotForSale and BundleIncomplete, which names each
    thing that does not fit.
    """
    bundle = lock_bundle(version.bundle_id)
    version = BundleVersion.objects.get(pk=version.pk)
    if version.state != "draft":
        raise NotADraft(f"Version {version.number} is “{version.state}” already; only a draft is proposed.")
    set_prices_of_today(version)
    said = read(version)
    refuse_incomplete(said)
    move_version(bundle, version, "proposed", proposed_at=at)
    record(BundleProposed(bundle_id=bundle.pk, bundle_version_id=version.pk, number=version.number), actor=actor, at=at)
    agreements = _ask(bundle, said, actor=actor, at=at)
    if all(agreement.state == "accepted" for agreement in agreements):
        agree(bundle, version, actor=actor, at=at)
    return version


def agree(bundle: Bundle, version: BundleVersion, *, actor: Actor, at: datetime) -> None:
    """Let a version be agreed once nobody's answer is missing."""
    move_version(bundle, version, "agreed")
    record(BundleAgreed(bundle_id=bundle.pk, bundle_version_id=version.pk), actor=actor, at=at)


def _ask(bundle: Bundle, said: Read, *, actor: Actor, at: datetime) -> list[Agreement]:
    earlier = _given(bundle)
    agreements = []
    for partner_id in dict.fromkeys(row.partner_id for row in said.rows):
        before, seen = earlier.get(partner_id), said.seen(partner_id)
        counts_on = before is not None and before.state == "accepted" and same(before.seen, seen)
        agreements.append(
            Agreement(
                version=said.version,
                partner_id=partner_id,
                seen=seen,
                before=before,
                state="accepted" if counts_on else "asked",
                carried_from=before if counts_on else None,
                asked_at=at,
                answered_at=at if counts_on else None,
            )
        )
    Agreement.objects.bulk_create(agreements)
    facts = [
        AgreementAsked(
            agreement_id=one.pk,
            bundle_id=bundle.pk,
            bundle_version_id=said.version.pk,
            partner_id=one.partner_id,
            carried=one.carried_from is not None,
        )
        for one in agreements
    ]
    record_all(facts, actor=actor, at=at)
    return agreements


def _given(bundle: Bundle) -> dict[UUID, Agreement]:
    """Return the consent that each partner has last given to a version of the bundle, or else taken back since."""
    rows = Agreement.objects.filter(version__bundle=bundle, state__in=["accepted", "withdrawn"]).order_by("pk")
    return {one.partner_id: one for one in sorted(rows, key=_said_at)}


def _said_at(agreement: Agreement) -> tuple[datetime, bool]:
    """Return when the partner last said something about it; of two at the same instant, what was taken back counts."""
    return agreement.withdrawn_at or agreement.answered_at or agreement.asked_at, agreement.state == "withdrawn"
