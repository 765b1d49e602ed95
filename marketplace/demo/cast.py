"""The people of the demo."""

from datetime import datetime

from core.accounts.actions import appoint_staff, create_person, found_organisation
from core.accounts.models import Organisation, User
from core.accounts.roles import StaffRole
from core.actors import SYSTEM

# Known to everybody who reads this: the demo is refused in production.
PASSWORD = "guichet-demo"  # noqa: S105
PARTNER = "partner@demo.example"
CUSTOMER = "customer@demo.example"
STAFF = "staff@demo.example"


def person(email: str, name: str, *, password: str | None = None, at: datetime) -> User:
    """Return the person, who is made if missing."""
    found = User.objects.filter(email=email).first()
    return found or create_person(email=email, name=name, password=password, actor=SYSTEM, at=at)


def staff(*, at: datetime) -> User:
    """Return the person who holds every staff role."""
    user = person(STAFF, "Sacha of the marketplace", password=PASSWORD, at=at)
    if StaffRole.ADMIN not in user.staff_roles:
        appoint_staff(user=user, roles=[StaffRole.ADMIN], actor=SYSTEM, at=at)
    return user


def appoint(user: User, role: StaffRole, *, at: datetime) -> None:
    """Give somebody one role on staff."""
    appoint_staff(user=user, roles=[role], actor=SYSTEM, at=at)


def organisation(name: str, country: str, *, owner: User, at: datetime) -> Organisation:
    """Return the organisation of this name that `owner` belongs to, which is founded if missing."""
    found = Organisation.objects.filter(name=name, memberships__user=owner).first()
    return found or found_organisation(name=name, country=country, owner=owner, actor=SYSTEM, at=at)
