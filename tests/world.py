"""Two organisations that each have one of everything, and everybody who might ask for it."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.test import Client, override_settings

from catalog.channels.actions import found_channel
from catalog.channels.models import Channel
from catalog.offers.models import Offer
from catalog.pricelists.actions import add_list_price, negotiate_price
from catalog.pricelists.models import ListPrice, NegotiatedPrice
from catalog.pricing.rule import PriceTerms
from core import clock
from core.accounts.actions import create_api_client, invite_member
from core.accounts.models import Organisation, User
from core.accounts.roles import SCOPES, Role, StaffRole
from core.actors import SYSTEM, Actor
from marketplace.billing.actions import bill_subscription
from marketplace.reviews.actions import write_reply
from partners.vetting.actions import (
    appeal,
    approve_waiver,
    ask_for_waiver,
    attach_redacted_copy,
    notify,
    submit_evidence,
)
from partners.vetting.models import Appeal, Application, Waiver
from partners.vetting.offered import DeclarationOffered
from tests.factories.bundles import agreement_of, allow_bundling, listing_to_bundle, live_bundle, proposed
from tests.factories.bundles import draft as draft_of_bundle
from tests.factories.catalog import FLAT, category, live_listing, offer, plan_of, submitted
from tests.factories.customers import customer, order
from tests.factories.partners import PDF, SIGNATURE, reviewer, seat, stored_upload, vetted_partner
from tests.factories.reviews import review

IN_DOLLARS = PriceTerms(scheme="flat", currency="USD", interval="month", terms={"amount": "14.00"})


@dataclass(frozen=True)
class Tenant:
    """An organisation, and one of its things in each collection: `things["offers"]` is the id of an offer."""

    name: str
    organisation: Organisation
    owner: User
    things: Mapping[str, str]
    plan_for_sale: str
    bundled_plans: tuple[str, ...]
    listing_held: str
    review_to_report: str

    @property
    def secrets(self) -> frozenset[str]:
        """What nobody else may read. Everybody reads the catalogue, and so the ids of partner and listing."""
        public = {"bundles", "channels", "programmes", "rule-books", "versions", "diff", "requirements", "listings"}
        public |= {"partners", "categories"}
        return frozenset(value for kind, value in self.things.items() if kind not in public)


@dataclass(frozen=True)
class Caller:
    """Somebody who asks, and what is known of them."""

    name: str
    tenant: Tenant | None = None
    role: Role | None = None
    staff: StaffRole | None = None
    scopes: frozenset[str] | None = None
    user: User | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_program(self) -> bool:
        return self.scopes is not None

    @property
    def is_anonymous(self) -> bool:
        return self.user is None and not self.is_program

    @cached_property
    def client(self) -> Client:
        """One client for all requests: middleware and session are costly to set up."""
        client = Client(raise_request_exception=False, headers=self.headers)
        if self.user:
            client.force_login(self.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    @cached_property
    def session(self) -> dict[str, str]:
        return {name: morsel.value for name, morsel in self.client.cookies.items()}

    def ask(
        self, method: str, path: str, body: Any = None, *, content_type: str = "application/json", **headers: str
    ) -> Any:
        """Send one request, signed in as at first whatever came of the requests before."""
        self.client.cookies = SimpleCookie(self.session)
        sent = {} if body is None else {"data": body, "content_type": content_type}
        return getattr(self.client, method.lower())(path, headers=headers, **sent)


@dataclass(frozen=True)
class World:
    """Ours, theirs, and all callers; `ours` is what they ask for."""

    ours: Tenant
    theirs: Tenant
    callers: tuple[Caller, ...]

    def caller(self, name: str) -> Caller:
        return next(caller for caller in self.callers if caller.name == name)


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is done within; a test's transaction may hold durable ones."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic:
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def world_of_tests() -> Iterator[World]:
    """Give a world that is gone afterwards, in which many requests may be sent."""
    caches = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    with override_settings(CACHES=caches, WRITE_RATE="100000/min"), undone():
        yield build()


def build() -> World:
    """Make the world by the actions that people go through."""
    ours, theirs = _tenant("Ours"), _tenant("Theirs")
    everything = frozenset(SCOPES)
    callers = (
        Caller("anonymous"),
        Caller("person without organisation", user=User.objects.create_user("alone@example.org", name="Alone")),
        Caller("owner of the other organisation", tenant=theirs, role=Role.OWNER, user=theirs.owner),
        Caller("owner", tenant=ours, role=Role.OWNER, user=ours.owner),
        *(
            Caller(str(role), tenant=ours, role=role, user=seat(role, in_=ours.organisation).user)
            for role in (Role.DEVELOPER, Role.BILLING, Role.VIEWER)
        ),
        *(Caller(f"staff: {role}", staff=role, user=reviewer(role)) for role in StaffRole),
        _program("program with all scopes", ours, everything),
        _program("program that reads the organisation", ours, frozenset({"organisation:read"})),
        _program("program that reads invoices", ours, frozenset({"invoices:read"})),
        _program("program of the other organisation", theirs, everything),
    )
    assert [caller.name for caller in callers if caller.user and not caller.session] == []
    return World(ours, theirs, callers)


def _tenant(name: str) -> Tenant:
    at = clock.now()
    owner = seat(Role.OWNER)
    where = owner.organisation
    member = seat(Role.SUPPORT, in_=where).user.memberships.get()
    invitation = invite_member(
        organisation_id=where.pk, email=f"{name.lower()}-guest@example.org", role=Role.VIEWER, actor=SYSTEM, at=at
    )
    program, _ = _api_client(name, where, frozenset({"offers:read"}))
    partner = vetted_partner(f"{name} Works", organisation_=where)
    application = partner.applications.select_related("programme").get()
    shown = application.assessments.select_related("requirement").get(requirement__key="IDN-001")
    listing = live_listing(partner, name=f"{name} Board", plans=[FLAT])
    draft = offer(partner, name=f"{name} Draft")
    buyer = customer(where, name=f"{name} SARL")
    sold = live_listing(vetted_partner(f"Supplier of {name}"), name=f"Supplies for {name}", plans=[FLAT])
    bundled = [listing, listing_to_bundle(f"Vault of {name}")]
    allow_bundling(partner)
    subscription = order(buyer, [(plan_of(sold, "flat"), 1)])
    invoice = bill_subscription(subscription=subscription, actor=SYSTEM, at=at)
    assert invoice
    negotiated, code = _negotiated_price(draft)
    received, to_report = review(listing), review(listing)
    reply = write_reply(review=to_report, text="Thank you.", language="en", written_by=None, actor=SYSTEM, at=at)
    things = {
        "organisations": where.pk,
        "members": member.pk,
        "invitations": invitation.pk,
        "api-clients": program.pk,
        "uploads": stored_upload(where, PDF + b" ").pk,
        "partners": partner.pk,
        "programmes": application.programme.code,
        "rule-books": application.programme.code,
        "versions": "1.0.0",
        "diff": "1.0.0..1.0.0",
        "requirements": shown.requirement.key,
        "applications": application.pk,
        "evidence": shown.evidence_id,
        "redacted-copies": attach_redacted_copy(
            evidence=shown.evidence, copy=stored_upload(where, PDF + b"%"), actor=SYSTEM, at=at
        ).pk,
        "appeals": _appeal(application).pk,
        "waivers": _waiver(application).pk,
        "notices": notify(partner_id=partner.pk, application_id=application.pk, kind="vetted", actor=SYSTEM, at=at).pk,
        "reviewers": reviewer().pk,
        "offers": draft.pk,
        "plans": draft.plans.get().pk,
        "list-prices": _list_price(draft).pk,
        "negotiated-prices": negotiated.pk,
        "codes": code,
        "channels": _channel(name).code,
        "categories": category(f"shelf-of-{name.lower()}", f"Shelf of {name}").slug,
        "listing-versions": submitted(offer(partner, name=f"{name} Submitted")).pk,
        "listings": listing.slug,
        "bundles": live_bundle(bundled, slug=f"office-of-{name.lower()}").pk,
        "bundle-versions": draft_of_bundle(bundled, slug=f"draft-of-{name.lower()}").pk,
        "agreements": agreement_of(proposed(bundled, slug=f"proposal-of-{name.lower()}"), partner).pk,
        "customers": buyer.pk,
        "subscriptions": subscription.pk,
        "invoices": invoice.pk,
        "reviews": review(sold, by=where).pk,
        "reviews-received": received.pk,
        "replies": reply.pk,
    }
    return Tenant(
        name,
        where,
        owner.user,
        {kind: str(value) for kind, value in things.items()},
        str(plan_of(sold, "flat").pk),
        bundled_plans=tuple(str(plan_of(one, "flat").pk) for one in bundled),
        listing_held=sold.slug,
        review_to_report=str(to_report.pk),
    )


def _channel(name: str) -> Channel:
    return found_channel(code=f"window-{name.lower()}", name=name, is_open=True, actor=SYSTEM, at=clock.now())


def _list_price(draft: Offer) -> ListPrice:
    plan = draft.plans.select_related("offer").get()
    days = {"valid_from": None, "valid_until": None}
    return add_list_price(plan=plan, price=IN_DOLLARS, channel=None, **days, actor=SYSTEM, at=clock.now())


def _negotiated_price(draft: Offer) -> tuple[NegotiatedPrice, str]:
    plan = draft.plans.select_related("offer").get()
    days = {"valid_from": None, "valid_until": None}
    name = "Maison Petit"
    return negotiate_price(plan=plan, price=IN_DOLLARS, customer_name=name, **days, actor=SYSTEM, at=clock.now())


def _appeal(application: Application) -> Appeal:
    """Appeal against what the check says of a statement that was not confirmed."""
    at = clock.now()
    evidence = DeclarationOffered(confirmed=False, **SIGNATURE)
    refused = submit_evidence(application=application, key="LEG-004", evidence=evidence, actor=SYSTEM, at=at)
    return appeal(
        application=application,
        key="LEG-004",
        findings=refused.findings.open().values_list("pk", flat=True),
        statement="It was.",
        actor=SYSTEM,
        at=at,
    )


def _waiver(application: Application) -> Waiver:
    at = clock.now()
    asking, approving = (Actor("user", person.pk, person.name) for person in (reviewer(), reviewer()))
    waiver = ask_for_waiver(
        application=application,
        key="SEC-005",
        reason="Until the new form is there.",
        expires_at=at + timedelta(days=30),
        actor=asking,
        at=at,
    )
    return approve_waiver(waiver=waiver, actor=approving, at=at)


def _api_client(name: str, where: Organisation, scopes: frozenset[str]) -> Any:
    return create_api_client(organisation_id=where.pk, name=name, scopes=scopes, actor=SYSTEM, at=clock.now())


def _program(name: str, tenant: Tenant, scopes: frozenset[str]) -> Caller:
    program, secret = _api_client(name, tenant.organisation, scopes)
    basic = b64encode(f"{program.pk}:{secret}".encode()).decode()
    answer = Client().post(
        "/oauth/token", {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"}
    )
    token = answer.json()["access_token"]
    return Caller(name, tenant=tenant, scopes=scopes, headers={"Authorization": f"Bearer {token}"})
