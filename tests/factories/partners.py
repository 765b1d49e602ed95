"""Partners for tests, made by the actions a real one goes through."""

from dataclasses import dataclass
from io import BytesIO
from itertools import count

from core import clock
from core.accounts.models import Membership, Organisation, User
from core.accounts.roles import Role, StaffRole
from core.actors import SYSTEM, Actor
from core.storage.actions import complete_upload, request_upload
from core.storage.models import Purpose, Upload
from core.storage.objects import store
from partners.organisations.actions import confirm_contact, register_partner, send_contact_confirmation
from partners.organisations.models import Partner
from partners.organisations.tokens import token_of
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.programmes.models import Programme
from partners.vetting.actions import apply, decide, submit_evidence
from partners.vetting.models import Application, Assessment
from partners.vetting.offered import DeclarationOffered, FileOffered, TermsOffered

VAT_ID = "FR40303265045"
TERMS_VERSION = "2026-01"
SIGNATURE = {"person": "Ada Martin", "role": "managing director"}

_numbers = count(1)

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)


@dataclass(frozen=True)
class Seat:
    """A person with a role in an organisation."""

    user: User
    organisation: Organisation

    @property
    def actor(self) -> Actor:
        return Actor("user", self.user.pk, self.user.name)


def organisation(name: str = "", country: str = "FR") -> Organisation:
    return Organisation.objects.create(
        name=name or f"Organisation {next(_numbers)}", country=country, created_at=clock.now()
    )


def seat(role: Role = Role.OWNER, *, in_: Organisation | None = None) -> Seat:
    """A new person in a role, of a new organisation unless one is given."""
    number = next(_numbers)
    user = User.objects.create_user(f"person{number}@example.org", name=f"Person {number}")
    where = in_ or organisation()
    Membership.objects.create(organisation=where, user=user, role=role, created_at=clock.now())
    return Seat(user, where)


def reviewer(role: StaffRole = StaffRole.VETTING) -> User:
    number = next(_numbers)
    return User.objects.create_user(f"staff{number}@example.org", name=f"Staff {number}", staff_roles=[role])


def starting_programme() -> Programme:
    """The programme that ships with the product, published."""
    return publish_programme(**shipped.read_file(), actor=SYSTEM, at=clock.now())


def registered_partner(
    name: str = "", *, organisation_: Organisation | None = None, vat_id: str = VAT_ID, country: str = "FR"
) -> Partner:
    """A partner with a profile and an unconfirmed contact address."""
    name = name or f"Atelier {next(_numbers)}"
    return register_partner(
        organisation=organisation_ or organisation(name, country),
        display_name=name,
        website="https://atelier.example",
        contact_email="hello@atelier.example",
        vat_id=vat_id,
        actor=SYSTEM,
        at=clock.now(),
    )


def confirmed(partner: Partner) -> Partner:
    """The partner with its contact address confirmed by the token of a mail."""
    confirmation = send_contact_confirmation(partner=partner, actor=SYSTEM, at=clock.now())
    return confirm_contact(token=token_of(confirmation.pk), actor=SYSTEM, at=clock.now())


def stored_upload(
    organisation: Organisation,
    content: bytes = PDF,
    content_type: str = "application/pdf",
    purpose: Purpose = Purpose.EVIDENCE,
) -> Upload:
    """A file put into the object store and completed."""
    upload = request_upload(
        organisation=organisation,
        purpose=purpose,
        filename="certificate.pdf",
        content_type=content_type,
        size=len(content),
        uploaded_by=None,
        actor=SYSTEM,
        at=clock.now(),
    )
    store().put(upload.incoming_key, BytesIO(content), size=len(content), content_type=content_type)
    return complete_upload(upload=upload, actor=SYSTEM, at=clock.now())


def application(partner: Partner | None = None) -> Application:
    """An application to the starting programme; VAT id checked, all else open."""
    return apply(partner=partner or registered_partner(), programme=starting_programme(), actor=SYSTEM, at=clock.now())


def with_certificate(application: Application) -> Assessment:
    """The assessment of IDN-001 with a file waiting for a reviewer."""
    upload = stored_upload(application.partner.organisation)
    return submit_evidence(
        application=application, key="IDN-001", evidence=FileOffered(upload=upload), actor=SYSTEM, at=clock.now()
    )


def ready_for_review(application: Application) -> Assessment:
    """Everything shown that a vetted partner shows; only the reviewer's decision on IDN-001 is due. Returns that."""
    declared = DeclarationOffered(confirmed=True, **SIGNATURE)
    for key, evidence in (
        ("LEG-001", declared),
        ("LEG-002", TermsOffered(version=TERMS_VERSION, **SIGNATURE)),
    ):
        submit_evidence(application=application, key=key, evidence=evidence, actor=SYSTEM, at=clock.now())
    return with_certificate(application)


def accept(assessment: Assessment) -> Assessment:
    """The reviewer accepts what is waiting."""
    assert assessment.evidence_id
    return decide(
        assessment=assessment, evidence_id=assessment.evidence_id, outcome="accept", actor=SYSTEM, at=clock.now()
    )


def vetted_partner(name: str = "", *, organisation_: Organisation | None = None) -> Partner:
    """A partner who meets the starting programme and may publish."""
    partner = confirmed(registered_partner(name, organisation_=organisation_))
    accept(ready_for_review(application(partner)))
    return Partner.objects.select_related("organisation").get(pk=partner.pk)
