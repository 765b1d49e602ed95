"""What the staff of the demo curate: a bundle of three partners, and a storefront of its own."""

from datetime import datetime, timedelta
from typing import Any

from catalog.bundles.actions import accept_agreement, draft_bundle, propose_version, publish_version
from catalog.bundles.models import Agreement, Bundle, BundleVersion
from catalog.channels.actions import found_channel
from catalog.channels.models import Channel
from catalog.offers.models import Plan
from core.accounts.models import User
from core.accounts.principals import principal_of_user
from core.accounts.roles import Role, StaffRole
from core.actors import Actor
from marketplace.demo import cast
from partners.organisations.models import Partner
from partners.vetting.actions import approve_waiver, ask_for_waiver
from partners.vetting.capabilities import capability_of

APPROVER = "approver@demo.example"
WAIVED_FOR = timedelta(days=300)
SHARE = "80"


def channel(facts: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    """Open the storefront, if it is missing."""
    if not Channel.objects.filter(code=facts["code"]).exists():
        found_channel(**facts, is_open=True, actor=actor, at=at)


def bundle(facts: dict[str, Any], *, staff: User, at: datetime) -> None:
    """Draft the bundle, have every partner agree to it, and publish it, if it is missing."""
    if Bundle.objects.filter(slug=facts["slug"]).exists():
        return
    actor = principal_of_user(staff).actor
    plans = [_plan(part) for part in facts["parts"]]
    partners = list({plan.offer.partner_id: plan.offer.partner for plan in plans}.values())
    for partner in partners:
        _let_be_bundled(partner, asking=actor, at=at)
    content = {
        **{name: facts[name] for name in ("name", "name_fr", "summary", "summary_fr", "prices")},
        "parts": [{"plan": plan.pk, "role": part["role"]} for plan, part in zip(plans, facts["parts"], strict=True)],
        "terms": [
            {
                "partner": str(partner.pk),
                "share_kind": "percent",
                "share": SHARE,
                "discount_borne_by": None,
                "supported_by": "partner",
            }
            for partner in partners
        ],
    }
    version = propose_version(
        version=draft_bundle(slug=facts["slug"], content=content, actor=actor, at=at), actor=actor, at=at
    )
    for agreement in Agreement.objects.to_answer().filter(version=version).select_related("version", "partner"):
        accept_agreement(agreement=agreement, actor=_owner(agreement.partner), at=at)
    publish_version(version=BundleVersion.objects.get(pk=version.pk), actor=actor, at=at)


def _plan(part: dict[str, str]) -> Plan:
    plans = Plan.objects.select_related("offer__partner")
    return plans.get(offer__name=part["offer"], code=part["plan"])


def _let_be_bundled(partner: Partner, *, asking: Actor, at: datetime) -> None:
    """Waive what is asked for being bundled and not shown yet; as ever one person asks and another approves."""
    approver = cast.person(APPROVER, "Robin of the marketplace", at=at)
    if StaffRole.VETTING not in approver.staff_roles:
        cast.appoint(approver, StaffRole.VETTING, at=at)
    application = partner.applications.get(subject_id=None)
    for missing in capability_of(partner, "bundle", at=at).missing:
        waiver = ask_for_waiver(
            application=application,
            key=missing.key,
            reason="The demo's partners show this later.",
            expires_at=at + WAIVED_FOR,
            actor=asking,
            at=at,
        )
        approve_waiver(waiver=waiver, actor=principal_of_user(approver).actor, at=at)


def _owner(partner: Partner) -> Actor:
    owner = User.objects.get(memberships__organisation=partner.organisation_id, memberships__role=Role.OWNER)
    return principal_of_user(owner).actor
