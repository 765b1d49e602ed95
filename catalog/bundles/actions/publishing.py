"""Putting a bundle on sale."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from catalog.bundles.actions.locking import lock_bundle, move_version
from catalog.bundles.events import BundlePublished
from catalog.bundles.models import BUNDLE_MOVES, Agreement, Bundle, BundleVersion
from catalog.bundles.queries import at_agreed_prices, simulations
from catalog.bundles.reading import Read, read
from catalog.bundles.refusals import ConsentMissing, PartnersNotReady, PartNotForSale, SimulationFails
from catalog.bundles.wording import note_sentence
from core.actors import Actor
from core.events.recording import record
from partners.vetting.capabilities import capability_of, require_subject_fit

# A partner that is bundled must be found, too.
CAPABILITIES = ("bundle", "list_public")


@transaction.atomic
def publish_version(*, version: BundleVersion, actor: Actor, at: datetime) -> Bundle:
    """Put an agreed version live, in place of the one before it, in one transaction.

    Raises ConsentMissing, which names who has not agreed; PartnersNotReady for a partner that may not be bundled at
    present, and SubjectNotReady for an offer; PartNotForSale for a plan that is not on sale as agreed; SimulationFails;
    and IllegalMove for a version that is live already or past.
    """
    bundle = lock_bundle(version.bundle_id)
    version = BundleVersion.objects.get(pk=version.pk)
    if version.state == "proposed":
        raise _consent_missing(version)
    if version.state == "agreed":
        said = read(version)
        _refuse_partners(said, at=at)
        _refuse_unsold(said)
        _refuse_bad_ends(said)
    previous = bundle.current_id
    if previous is not None and version.state == "agreed":
        move_version(bundle, BundleVersion.objects.get(pk=previous), "superseded", ended_at=at)
    move_version(bundle, version, "live", published_at=at)
    _show(bundle, version, at=at)
    record(BundlePublished(bundle_id=bundle.pk, bundle_version_id=version.pk), actor=actor, at=at)
    return bundle


def _show(bundle: Bundle, version: BundleVersion, *, at: datetime) -> None:
    row = Bundle.objects.filter(pk=bundle.pk)
    shown: dict[str, Any] = {"current": version, "published_at": at, "ended_at": None}
    if bundle.state == "live":
        row.update(**shown)
    else:
        BUNDLE_MOVES.apply(row, to="live", **shown)
    bundle.state, bundle.current, bundle.published_at, bundle.ended_at = "live", version, at, None


def _consent_missing(version: BundleVersion) -> ConsentMissing:
    rows = Agreement.objects.filter(version=version).exclude(state="accepted").select_related("partner")
    missing = list(rows.order_by("pk"))
    words = {"asked": "has not answered", "declined": "has declined", "withdrawn": "has withdrawn its consent"}
    named = "; ".join(f"{one.partner.display_name} {words[one.state]}" for one in missing)
    return ConsentMissing(
        f"{named}. A bundle goes live once every partner has agreed to exactly this version: wait for them, or propose"
        " another version.",
        missing=[
            {
                "agreement": str(one.pk),
                "partner": str(one.partner_id),
                "name": one.partner.display_name,
                "state": one.state,
                "reason": one.reason,
            }
            for one in missing
        ],
    )


def _refuse_partners(said: Read, *, at: datetime) -> None:
    missing = list(_not_ready(said, at))
    if missing:
        named = "; ".join(f"{one['name']} ({', '.join(one['requirements']) or one['status']})" for one in missing)
        raise PartnersNotReady(
            f"At present these partners may not be bundled: {named}. Publish once they meet what is asked, or propose a"
            " version without them.",
            missing=missing,
        )
    for offer_id in dict.fromkeys(row.plan.offer_id for row in said.rows):
        require_subject_fit(offer_id, "bundle", at=at)


def _not_ready(said: Read, at: datetime) -> Iterator[dict[str, Any]]:
    partners = {row.partner_id: row.partner for row in said.rows}
    for partner in partners.values():
        for capability in CAPABILITIES:
            found = capability_of(partner, capability, at=at)
            # What is restricted to existing customers is not enough to begin something new.
            if found.status != "active":
                yield {
                    "partner": str(partner.pk),
                    "name": partner.display_name,
                    "capability": capability,
                    "status": found.status,
                    "requirements": [mark.key for mark in found.missing],
                }


def _refuse_unsold(said: Read) -> None:
    sold = at_agreed_prices(said.rows)
    gone = [row for row in said.rows if row.pk not in sold]
    if gone:
        named = "; ".join(f"{row.title} (of {row.partner.display_name})" for row in gone)
        raise PartNotForSale(
            f"Not on sale any more, or at another price than was agreed: {named}. Propose a version with what is on"
            " sale now.",
            plans=[str(row.plan_id) for row in gone],
        )


def _refuse_bad_ends(said: Read) -> None:
    notes = [note for found in simulations(said) for note in found.notes if note.stops]
    if notes:
        raise SimulationFails(
            " ".join(note_sentence(note) for note in notes) + " Propose a version in which this cannot happen.",
            notes=[note.code for note in notes],
        )
