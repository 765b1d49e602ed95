"""Founding and changing organisations."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from core.accounts.events import OrganisationChanged, OrganisationFounded
from core.accounts.models import Membership, Organisation, User
from core.accounts.roles import Role
from core.actors import Actor
from core.events.recording import record
from core.refusals import PreconditionFailed


@transaction.atomic
def found_organisation(*, name: str, country: str, owner: User, actor: Actor, at: datetime) -> Organisation:
    """Bring a new organisation to the marketplace; `owner` becomes its first owner."""
    organisation = Organisation.objects.create(name=name, country=country, created_at=at)
    Membership.objects.create(organisation=organisation, user=owner, role=Role.OWNER, created_at=at)
    record(OrganisationFounded(organisation_id=organisation.pk, name=name, country=country), actor=actor, at=at)
    return organisation


@transaction.atomic
def change_organisation(
    *,
    organisation_id: UUID,
    expected_version: int,
    name: str | None = None,
    country: str | None = None,
    actor: Actor,
    at: datetime,
) -> Organisation:
    """Change the name or country, if nobody has changed the version `expected_version` since.

    Raises PreconditionFailed.
    """
    changes = {field: value for field, value in (("name", name), ("country", country)) if value is not None}
    rows = Organisation.objects.filter(pk=organisation_id, version=expected_version)
    if not rows.update(version=F("version") + 1, **changes):
        raise PreconditionFailed("Load it again, look at what has changed, and send your change with the new ETag.")
    organisation = Organisation.objects.get(pk=organisation_id)
    record(
        OrganisationChanged(organisation_id=organisation.pk, name=organisation.name, country=organisation.country),
        actor=actor,
        at=at,
    )
    return organisation
