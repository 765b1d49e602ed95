"""What everybody is to be answered, worked out from the declared access and from whose thing it is."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from core import clock
from core.accounts.roles import PERMISSIONS, StaffRole
from core.web.access import PUBLIC, Access, Needs, PersonOnly, Staff
from tests.world import IN_DOLLARS, Caller, Tenant, World

LET_IN = "let in"
STATUS = {
    "authentication-required": 401,
    "insufficient-scope": 403,
    "person-needed": 403,
    "role-insufficient": 403,
    "staff-only": 403,
    "not-found": 404,
    "validation-failed": 422,
}
EVERY_STAFF_ROLE = frozenset(StaffRole)
# Whose staff see the things of organisations they do not belong to. Staff admins see everything.
SEEN_BY_STAFF: dict[str, frozenset[StaffRole]] = {
    "organisations": EVERY_STAFF_ROLE,
    "partners": EVERY_STAFF_ROLE,
    "offers": EVERY_STAFF_ROLE,
    "listing-versions": EVERY_STAFF_ROLE,
    "negotiated-prices": EVERY_STAFF_ROLE,
    "listings": EVERY_STAFF_ROLE,
    "agreements": EVERY_STAFF_ROLE,
    "uploads": frozenset({StaffRole.VETTING, StaffRole.CATALOGUE}),
    "applications": frozenset({StaffRole.VETTING}),
    "evidence": frozenset({StaffRole.VETTING}),
    "redacted-copies": EVERY_STAFF_ROLE,
    "appeals": frozenset({StaffRole.VETTING}),
    "notices": frozenset({StaffRole.VETTING}),
    "waivers": frozenset({StaffRole.VETTING}),
    "customers": frozenset({StaffRole.FINANCE, StaffRole.SUPPORT, StaffRole.SALES}),
    "subscriptions": frozenset({StaffRole.FINANCE, StaffRole.SUPPORT}),
    "invoices": frozenset({StaffRole.FINANCE}),
    "reviews": frozenset({StaffRole.CATALOGUE}),
    "reviews-received": frozenset({StaffRole.CATALOGUE}),
    "replies": frozenset({StaffRole.CATALOGUE}),
}
# What staff do for a partner, beside looking.
DONE_BY_STAFF = {
    ("POST", "/api/v1/listings/{slug}/withdrawal"): StaffRole.CATALOGUE,
    ("POST", "/api/v1/listing-versions/{id}/withdrawal"): StaffRole.CATALOGUE,
    ("POST", "/api/v1/listings/{slug}/retirement"): StaffRole.CATALOGUE,
    ("DELETE", "/api/v1/listings/{slug}/retirement"): StaffRole.CATALOGUE,
}
# What only members are shown, although staff see the thing itself: secrets.
SHOWN_TO_MEMBERS = {("GET", "/api/v1/partners/{id}/challenges")}
# Open to people only, and of these to those who hold the permission.
PERMISSION_OF_PEOPLE = {("DELETE", "/api/v1/organisations/{id}/members/{member}"): "members:write"}

YOUR_OWN_ADDRESS = "the caller's"
PROFILE = {"display_name": "Quite Another", "website": "https://q.example", "contact_email": "q@q.example"}
# A body that each operation can accept. The ids in it are those of the tenant's things.
BODIES: dict[tuple[str, str], Callable[[Tenant], Any]] = {
    ("PUT", "me"): lambda _: {"name": "Ada", "language": "fr"},
    ("POST", "me/erasure"): lambda _: {"email": YOUR_OWN_ADDRESS},
    ("POST", "organisations"): lambda _: {"name": "Newly Founded", "country": "FR"},
    ("PATCH", "organisations/{id}"): lambda _: {"name": "Renamed"},
    ("PATCH", "organisations/{id}/members/{member}"): lambda _: {"role": "viewer"},
    ("POST", "organisations/{id}/invitations"): lambda _: {"email": "new@example.org", "role": "viewer"},
    ("POST", "invitations/accept"): lambda _: {"token": "no-such-token"},
    ("POST", "organisations/{id}/api-clients"): lambda _: {"name": "Robot", "scopes": ["offers:read"]},
    ("POST", "organisations/{id}/api-clients/{client}/secret"): lambda _: None,
    ("POST", "uploads"): lambda our: {
        "organisation": our.things["organisations"],
        "purpose": "evidence",
        "filename": "register.pdf",
        "content_type": "application/pdf",
        "size": 1000,
    },
    ("POST", "uploads/{id}/completion"): lambda _: None,
    ("POST", "partners"): lambda our: {"organisation": our.things["organisations"], **PROFILE},
    ("PATCH", "partners/{id}"): lambda _: {"website": "https://q.example"},
    ("POST", "partners/{id}/contact-confirmation"): lambda _: None,
    ("POST", "contact-confirmations"): lambda _: {"token": "no-such-token"},
    ("POST", "applications"): lambda our: {"partner": our.things["partners"], "programme": our.things["programmes"]},
    ("POST", "evidence/{id}/redacted-copy"): lambda our: {"upload": our.things["uploads"]},
    ("POST", "applications/{id}/requirements/{key}/evidence"): lambda our: {
        "kind": "file",
        "upload": our.things["uploads"],
    },
    ("POST", "applications/{id}/evidence"): lambda our: {
        "evidence": {"kind": "file", "upload": our.things["uploads"]},
        "requirements": [{"key": "IDN-001"}],
    },
    ("POST", "applications/{id}/requirements/{key}/decision"): lambda our: {
        "outcome": "accept",
        "evidence": our.things["evidence"],
    },
    ("POST", "applications/{id}/requirements/{key}/claim"): lambda _: None,
    ("POST", "applications/{id}/requirements/{key}/hand-over"): lambda our: {"reviewer": our.things["reviewers"]},
    ("POST", "applications/{id}/requirements/{key}/appeals"): lambda _: {
        "findings": [str(UUID(int=1))],
        "statement": "We see it otherwise.",
    },
    ("POST", "applications/{id}/requirements/{key}/waivers"): lambda _: {
        "reason": "The register is closed.",
        "expires_at": (clock.now() + timedelta(days=9)).isoformat(),
    },
    ("POST", "appeals/{id}/decision"): lambda _: {"outcome": "upheld", "answer": "It stands."},
    ("POST", "notices/{id}/reading"): lambda _: None,
    ("POST", "waivers/{id}/approval"): lambda _: None,
    ("POST", "offers"): lambda our: {"partner": our.things["partners"], "name": "A Newer Board", "summary": "New."},
    ("POST", "offers/tmf620"): lambda our: {
        "partner": our.things["partners"],
        "productOffering": {"name": "A Chart", "description": "Charts."},
    },
    ("PATCH", "offers/{id}"): lambda _: {"summary": "Boards for calm teams."},
    ("POST", "offers/{id}/plans"): lambda _: {
        "code": "another",
        "name": "Another",
        "scheme": "flat",
        "currency": "EUR",
        "interval": "month",
        "terms": {"amount": "4.00"},
    },
    ("PATCH", "offers/{id}/plans/{plan_id}"): lambda _: {"name": "Renamed"},
    ("POST", "offers/{id}/submission"): lambda _: None,
    ("POST", "categories"): lambda _: {"slug": "another", "name": "Another"},
    ("PATCH", "categories/{slug}"): lambda _: {"name": "Another"},
    ("POST", "channels"): lambda _: {"code": "another", "name": "Another"},
    ("PATCH", "channels/{code}"): lambda _: {"name": "Another"},
    ("POST", "offers/{id}/plans/{plan_id}/list-prices"): lambda _: {**IN_DOLLARS, "currency": "CHF"},
    ("POST", "offers/{id}/plans/{plan_id}/negotiated-prices"): lambda _: {**IN_DOLLARS, "customer_name": "Petit"},
    ("POST", "offers/{id}/plans/{plan_id}/invitations"): lambda _: {"customer_name": "Petit"},
    ("POST", "negotiated-prices/redemption"): lambda our: {
        "organisation": our.things["organisations"],
        "code": our.things["codes"],
    },
    ("POST", "listing-versions/{id}/decision"): lambda _: {"outcome": "approve"},
    ("POST", "listing-versions/{id}/withdrawal"): lambda _: None,
    ("POST", "listings/{slug}/retirement"): lambda _: {"reason": "Replaced."},
    ("POST", "listings/{slug}/withdrawal"): lambda _: {"reason": "End of sale."},
    ("POST", "bundles"): lambda our: {
        "slug": "another",
        "name": "Another",
        "parts": [{"plan": our.bundled_plans[0], "role": "choice", "group": "tools", "sold_alone": True}],
        "groups": [{"code": "tools", "name": "Tools", "name_fr": "Outils", "least": 1, "most": 2}],
        "prices": [{"currency": "EUR", "interval": "month", "kind": "percent", "value": "10"}],
        "terms": [{"partner": our.things["partners"], "share_kind": "percent", "share": "80"}],
        "discount_borne_by": "platform",
    },
    ("POST", "bundles/{id}/price"): lambda our: {
        "currency": "EUR",
        "interval": "month",
        "parts": [{"plan": plan, "quantity": 1} for plan in our.bundled_plans],
    },
    ("POST", "bundles/{id}/versions"): lambda _: None,
    ("POST", "bundles/{id}/withdrawal"): lambda _: {"reason": "End of sale."},
    ("POST", "bundles/{id}/retirement"): lambda _: {"reason": "End of sale."},
    ("PATCH", "bundle-versions/{id}"): lambda _: {"name": "Renamed"},
    ("POST", "bundle-versions/{id}/proposal"): lambda _: None,
    ("POST", "bundle-versions/{id}/simulation"): lambda _: None,
    ("POST", "bundle-versions/{id}/publication"): lambda _: None,
    ("POST", "agreements/{id}/answer"): lambda _: {"outcome": "decline", "reason": "Too cheap."},
    ("POST", "agreements/{id}/withdrawal"): lambda _: {"reason": "We stop."},
    ("POST", "customers"): lambda our: {
        "organisation": our.things["organisations"],
        "name": "Another SARL",
        "billing_email": "bills@example.org",
        "currency": "EUR",
        "country": "FR",
    },
    ("PATCH", "customers/{id}"): lambda _: {"city": "Lille"},
    ("POST", "subscriptions"): lambda our: {
        "customer": our.things["customers"],
        "items": [{"plan": our.plan_for_sale}],
    },
    ("POST", "subscriptions/preview"): lambda our: {
        "customer": our.things["customers"],
        "items": [{"plan": our.plan_for_sale}],
    },
    **{
        ("POST", f"subscriptions/bundles{end}"): lambda our: {
            "customer": our.things["customers"],
            "bundle": our.things["bundles"],
            "interval": "month",
            "parts": [{"plan": plan} for plan in our.bundled_plans],
        }
        for end in ("", "/preview")
    },
    ("POST", "subscriptions/{id}/cancellation"): lambda _: {},
    ("POST", "reviews"): lambda our: {
        "organisation": our.things["organisations"],
        "listing": our.listing_held,
        "stars": 4,
        "title": "Calm",
        "text": "It does what it says.",
        "language": "en",
    },
    ("PATCH", "reviews/{id}"): lambda _: {"stars": 5},
    ("POST", "reviews/{id}/withdrawal"): lambda _: None,
    ("POST", "reviews/{id}/moderation"): lambda _: {"outcome": "hide", "reason": "It names a private person."},
    ("POST", "replies"): lambda our: {"review": our.things["reviews-received"], "text": "Thank you.", "language": "en"},
    ("PATCH", "replies/{id}"): lambda _: {"text": "Thank you all."},
    ("POST", "review-reports"): lambda our: {"review": our.review_to_report, "reason": "spam"},
    ("POST", "offers/{id}/plans/{plan_id}/price-effect"): lambda _: {"terms": {"amount": "9.00"}},
    ("POST", "calculator"): lambda our: {"listing": our.things["listings"], "usage": {"quantity": "3"}},
}


# What an operation must be asked with beside its address.
QUERIES: dict[str, Callable[[Tenant], str]] = {
    "/api/v1/listings/compare": lambda our: f"?listing={our.things['listings']}",
}


def path_to(address: str, *tenants: Tenant) -> str:
    """Put the tenant's things into an address, those of a second tenant below the first parameter.

    Raises LookupError, which names what the world lacks.
    """
    owners = iter(tenants)
    owner = next(owners)
    parts: list[str] = []
    for part in address.split("/"):
        if part.startswith("{"):
            if parts[-1] not in owner.things:
                raise LookupError(f"{address}: tests/world.py has no thing in “{parts[-1]}”. Add one to its tenants.")
            parts.append(owner.things[parts[-1]])
            owner = next(owners, owner)
        else:
            parts.append(part)
    return "/".join(parts) + (QUERIES[address](tenants[0]) if address in QUERIES else "")


def body_for(method: str, address: str, tenant: Tenant) -> Any:
    """Return a body that the operation can accept. Raises LookupError, which names the operation without one."""
    if method in ("GET", "DELETE"):
        return None
    key = (method, address.removeprefix("/api/v1/"))
    if key not in BODIES:
        raise LookupError(f"{method} {address}: give it a body in tests/architecture/expectations.py (None for none).")
    return BODIES[key](tenant)


def spoken_by(caller: Caller, body: Any) -> Any:
    """Return the body as the caller would send it."""
    return {"email": caller.user.email} if caller.user and body == {"email": YOUR_OWN_ADDRESS} else body


def owned_by(method: str, address: str, world: World) -> tuple[str, bool]:
    """Return the collection whose visibility decides, and whether the address names it (else the body does)."""
    named = [kind for kind in re.findall(r"([\w-]+)/\{", address) if kind in SEEN_BY_STAFF]
    if named:
        return named[0], True
    body = body_for(method, address, world.ours) or {}
    kinds = {value: kind for kind, value in world.ours.things.items() if kind in SEEN_BY_STAFF}
    return next((kinds[value] for value in body.values() if isinstance(value, str) and value in kinds), ""), False


def answer_due(method: str, address: str, access: Access, caller: Caller, world: World) -> str:
    """Return the code of the problem that is due to the caller who asks for our things, or LET_IN."""
    if access == PUBLIC:
        return LET_IN
    if caller.is_anonymous:
        return "authentication-required"
    refused = _at_the_door(access, caller)
    kind, in_address = owned_by(method, address, world)
    if refused or not kind:
        return refused or LET_IN
    if not _sees(caller, kind, world):
        return "not-found" if in_address else "validation-failed"
    return LET_IN if isinstance(access, Staff) or _may(method, address, access, caller) else "role-insufficient"


def _may(method: str, address: str, access: Access, caller: Caller) -> bool:
    """Whether somebody who sees the thing may do this with it."""
    if caller.staff:
        seen = method == "GET" and (method, address) not in SHOWN_TO_MEMBERS
        return seen or _holds(caller.staff, DONE_BY_STAFF.get((method, address)))
    permission = access.permission if isinstance(access, Needs) else PERMISSION_OF_PEOPLE[method, address]
    return caller.is_program or (caller.role is not None and permission in PERMISSIONS[caller.role])


def _at_the_door(access: Access, caller: Caller) -> str:
    """Return what is refused whatever the thing is, or nothing."""
    if isinstance(access, Staff) and not _holds(caller.staff, StaffRole(access.role)):
        return "staff-only"
    if caller.is_program and isinstance(access, PersonOnly):
        return "person-needed"
    if caller.scopes is not None and isinstance(access, Needs) and access.permission not in caller.scopes:
        return "insufficient-scope"
    return ""


def _sees(caller: Caller, kind: str, world: World) -> bool:
    return caller.tenant is world.ours or any(_holds(caller.staff, role) for role in SEEN_BY_STAFF[kind])


def _holds(staff: StaffRole | None, role: StaffRole | None) -> bool:
    return role is not None and staff in (role, StaffRole.ADMIN)
