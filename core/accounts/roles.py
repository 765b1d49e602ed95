"""What each role may do. One table, read by people's requests and programs' scopes alike."""

from enum import StrEnum


class Role(StrEnum):
    """What a member is in an organisation."""

    OWNER = "owner"
    ADMIN = "admin"
    BILLING = "billing"
    DEVELOPER = "developer"
    SUPPORT = "support"
    VIEWER = "viewer"


class StaffRole(StrEnum):
    """What a person does for the operator of the marketplace."""

    ADMIN = "admin"
    VETTING = "vetting"
    CATALOGUE = "catalogue"
    FINANCE = "finance"
    SUPPORT = "support"
    SALES = "sales"


READS = frozenset(
    {"organisation:read", "members:read", "partner:read", "offers:read", "subscriptions:read", "invoices:read"}
)
EVERYTHING = READS | {
    "organisation:write",
    "members:write",
    "clients:read",
    "clients:write",
    "partner:write",
    "offers:write",
    "agreements:write",
    "subscriptions:write",
}

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: EVERYTHING,
    Role.ADMIN: EVERYTHING,
    Role.BILLING: READS | {"subscriptions:write", "organisation:write"},
    Role.DEVELOPER: READS | {"partner:write", "offers:write", "clients:read", "clients:write"},
    Role.SUPPORT: READS,
    Role.VIEWER: READS,
}

# A program never manages people, programs or the organisation itself, nor agrees to anything for it.
SCOPES: dict[str, str] = {
    "organisation:read": "Read the organisation",
    "partner:read": "Read the partner profile, its applications and what is required",
    "partner:write": "Change the partner profile and submit evidence",
    "offers:read": "Read offers, plans and listing versions",
    "offers:write": "Draft, change and submit offers",
    "subscriptions:read": "Read the customer profile and subscriptions",
    "subscriptions:write": "Change the customer profile, subscribe and cancel",
    "invoices:read": "Read invoices",
}


def roles_with(permission: str) -> list[Role]:
    """The roles that hold `permission`, for the sentence of a refusal."""
    return [role for role, permissions in PERMISSIONS.items() if permission in permissions]
