"""Bundles for tests, made by the actions that staff and partners go through."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from catalog.bundles.actions import accept_agreement, draft_bundle, propose_version, publish_version
from catalog.bundles.models import Agreement, Bundle, BundleVersion
from catalog.listings.models import Listing
from catalog.offers.models import Plan
from core import clock
from core.accounts.models import Organisation
from core.actors import SYSTEM, Actor
from partners.organisations.models import Partner
from partners.vetting.actions import approve_waiver, ask_for_waiver
from partners.vetting.capabilities import capability_of
from tests.factories.catalog import FLAT, TEAM, YEARLY, live_listing, plan_of
from tests.factories.partners import reviewer, vetted_partner

_numbers = count(1)
TEN_PER_CENT = {"currency": "EUR", "interval": "month", "kind": "percent", "value": "10"}


def allow_bundling(partner: Partner) -> Partner:
    """Let the partner be bundled: what the rule book asks for that beyond selling is waived for 60 days."""
    at = clock.now()
    asking, approving = (Actor("user", person.pk, person.name) for person in (reviewer(), reviewer()))
    application = partner.applications.get(subject_id=None)
    for missing in capability_of(partner, "bundle", at=at).missing:
        waiver = ask_for_waiver(
            application=application,
            key=missing.key,
            reason="The audit is under way.",
            expires_at=at + timedelta(days=60),
            actor=asking,
            at=at,
        )
        approve_waiver(waiver=waiver, actor=approving, at=at)
    return partner


def bundled_partner(name: str = "", *, organisation_: Organisation | None = None) -> Partner:
    """A partner who may publish and be bundled."""
    return allow_bundling(vetted_partner(name, organisation_=organisation_))


def listing_to_bundle(name: str, partner: Partner | None = None) -> Listing:
    """A live listing of a partner who may be bundled, with a flat, a seat and a yearly plan."""
    return live_listing(partner or bundled_partner(f"{name} Works"), name=name, plans=[FLAT, TEAM, YEARLY])


def three_to_bundle() -> list[Listing]:
    """Live listings of three partners who may be bundled."""
    return [listing_to_bundle(name) for name in ("Ledger", "Vault", "Signet")]


def part(plan: Plan, role: str = "fixed", **fields: Any) -> dict[str, Any]:
    return {"plan": plan.pk, "role": role, **fields}


def terms(partner: Partner, **fields: Any) -> dict[str, Any]:
    said = {"share_kind": "percent", "share": "80", "discount_borne_by": None, "supported_by": "partner"}
    return {"partner": str(partner.pk), **said, **fields}


def content(listings: Sequence[Listing], **fields: Any) -> dict[str, Any]:
    """The first listing's flat plan always in, further ones if one likes; 10 % less."""
    return {
        "name": "Office in a box",
        "name_fr": "Le bureau prêt",
        "summary": "All that an office needs.",
        "parts": [
            part(plan_of(listing, "flat"), "fixed" if place < 2 else "optional")
            for place, listing in enumerate(listings)
        ],
        "prices": [TEN_PER_CENT],
        "terms": [terms(listing.partner) for listing in listings],
    } | fields


def draft(listings: Sequence[Listing], *, slug: str = "", **fields: Any) -> BundleVersion:
    """A bundle that nobody has been asked about."""
    slug = slug or f"office-{next(_numbers)}"
    return draft_bundle(slug=slug, content=content(listings, **fields), actor=SYSTEM, at=clock.now())


def proposed(listings: Sequence[Listing], **fields: Any) -> BundleVersion:
    """A bundle whose partners are asked."""
    return propose_version(version=draft(listings, **fields), actor=SYSTEM, at=clock.now())


def accept_all(version: BundleVersion) -> BundleVersion:
    """Every partner that has not answered accepts."""
    for agreement in Agreement.objects.to_answer().filter(version=version).select_related("version", "partner"):
        accept_agreement(agreement=agreement, actor=SYSTEM, at=clock.now())
    return BundleVersion.objects.get(pk=version.pk)


def agreed(listings: Sequence[Listing], **fields: Any) -> BundleVersion:
    """A bundle that every partner has agreed to."""
    return accept_all(proposed(listings, **fields))


def live_bundle(listings: Sequence[Listing], **fields: Any) -> Bundle:
    """A bundle that everybody sees."""
    return publish_version(version=agreed(listings, **fields), actor=SYSTEM, at=clock.now())


def agreement_of(version: BundleVersion, partner: Partner) -> Agreement:
    rows = Agreement.objects.select_related("version__bundle", "partner")
    return rows.get(version=version, partner=partner)
