"""The partners of the demo, from registration to live listings."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from catalog.listings.actions import approve, submit_offer
from catalog.listings.models import Listing, ListingVersion
from catalog.offers.actions import add_plan, draft_offer
from catalog.offers.models import Offer
from core.accounts.models import Organisation, User
from core.accounts.principals import principal_of_user
from core.actors import Actor
from core.storage.actions import complete_upload, request_upload
from core.storage.models import Upload
from core.storage.objects import store
from partners.organisations.actions import confirm_contact, register_partner, send_contact_confirmation
from partners.organisations.models import Partner
from partners.organisations.tokens import token_of
from partners.programmes.models import Programme, Requirement
from partners.vetting.actions import apply, decide, submit_evidence
from partners.vetting.models import Application
from partners.vetting.offered import DeclarationOffered, FileOffered, Offered, TermsOffered, VatIdOffered

# The smallest file that is a PDF: one empty page.
CERTIFICATE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def partner(organisation: Organisation, facts: Mapping[str, Any], *, actor: Actor, at: datetime) -> Partner:
    """Return the organisation's partner profile with its contact address confirmed; made if missing."""
    found = Partner.objects.filter(organisation=organisation).first() or register_partner(
        organisation=organisation,
        display_name=facts["name"],
        website=facts["website"],
        contact_email=facts["contact_email"],
        actor=actor,
        at=at,
    )
    if not found.contact_is_confirmed:
        confirmation = send_contact_confirmation(partner=found, actor=actor, at=at)
        found = confirm_contact(token=token_of(confirmation.pk), actor=actor, at=at)
    return found


def application(partner: Partner, programme: Programme, *, actor: Actor, at: datetime) -> Application:
    """Return the partner's application to the programme; opened if missing."""
    found = Application.objects.filter(partner=partner, programme=programme).first()
    return found or apply(partner=partner, programme=programme, actor=actor, at=at)


def vet(application: Application, vat_id: str, *, owner: User, reviewer: User, at: datetime) -> None:
    """Submit what is still missing for being listed, and have the reviewer accept what waits for a person."""
    missing = application.assessments.filter(state="missing", requirement__blocks__contains=["list_public"])
    actor, deciding = principal_of_user(owner).actor, principal_of_user(reviewer).actor
    for assessment in missing.select_related("requirement"):
        evidence = _evidence(assessment.requirement, application.partner, vat_id, owner=owner, at=at)
        submit_evidence(application=application, key=assessment.requirement.key, evidence=evidence, actor=actor, at=at)
    for assessment in application.assessments.filter(state="needs_review"):
        if assessment.evidence_id is not None:
            decide(
                assessment=assessment,
                evidence_id=assessment.evidence_id,
                outcome="accept",
                actor=deciding,
                at=at,
            )


def _evidence(requirement: Requirement, partner: Partner, vat_id: str, *, owner: User, at: datetime) -> Offered:
    signature = {"person": owner.name, "role": "managing director"}
    match requirement.accepts["kind"]:
        case "file":
            return FileOffered(upload=_certificate(partner.organisation, owner=owner, at=at))
        case "vat_id":
            return VatIdOffered(vat_id=vat_id)
        case "terms":
            return TermsOffered(version=requirement.accepts["version"], **signature)
        case _:
            return DeclarationOffered(confirmed=True, **signature)


def _certificate(organisation: Organisation, *, owner: User, at: datetime) -> Upload:
    actor = principal_of_user(owner).actor
    upload = request_upload(
        organisation=organisation,
        purpose="evidence",
        filename="certificate-of-registration.pdf",
        content_type="application/pdf",
        size=len(CERTIFICATE),
        uploaded_by=owner,
        actor=actor,
        at=at,
    )
    store().put(upload.incoming_key, BytesIO(CERTIFICATE), size=len(CERTIFICATE), content_type=upload.content_type)
    return complete_upload(upload=upload, actor=actor, at=at)


_SAID = (
    "name",
    "summary",
    "description",
    "website",
    "categories",
    "tags",
    "integrations",
    "data_classes",
    "data_locations",
)


def draft(partner: Partner, facts: Mapping[str, Any], *, actor: Actor, at: datetime) -> Offer:
    """Return the partner's offer of this name with its plans; drafted if missing."""
    said = {field: facts[field] for field in _SAID if field in facts}
    offer = Offer.objects.filter(partner=partner, name=facts["name"]).first() or draft_offer(
        partner=partner, **said, **_others(facts), actor=actor, at=at
    )
    known = set(offer.plans.values_list("code", flat=True))
    for plan in facts["plans"]:
        if plan["code"] not in known:
            add_plan(
                offer=offer,
                code=plan["code"],
                name=plan["name"],
                scheme=plan["scheme"],
                currency="EUR",
                interval=plan["interval"],
                terms={"amount": plan["amount"]},
                actor=actor,
                at=at,
            )
    return offer


def _others(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what makes an offer an add-on that names others; nothing for a product. They are listed before it."""
    named = [*facts.get("works_with", ()), *facts.get("needs", ())]
    if not named:
        return {}
    ids = {offer.name: str(offer.pk) for offer in Offer.objects.filter(name__in=named, listing__state="live")}
    needed = [{"offer": ids[name]} for name in facts.get("needs", ())]
    contract: dict[str, Any] = {"complements": [ids[name] for name in facts.get("works_with", ())]}
    if needed:
        contract["requires"] = {"match": "all", "offers": needed}
    return {"kind": "add_on", "compatibility": contract}


def publish(offer: Offer, *, actor: Actor, curator: Actor, at: datetime) -> bool:
    """Submit the offer and have it approved, unless it is listed already. Returns whether anything was done."""
    if Listing.objects.filter(offer=offer).exists():
        return False
    waiting = ListingVersion.objects.filter(offer=offer, state="submitted").first()
    version = waiting or submit_offer(offer=offer, actor=actor, at=at)
    approve(version=version, actor=curator, at=at)
    return True
