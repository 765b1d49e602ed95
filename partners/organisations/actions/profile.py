"""Opening and changing a partner profile."""

from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from core.accounts.models import Organisation
from core.actors import Actor
from core.events.recording import record
from core.ids import uuid7
from core.refusals import Invalid, PreconditionFailed
from partners.organisations import names, vat
from partners.organisations.events import PartnerChanged, PartnerRegistered
from partners.organisations.models import Partner
from partners.organisations.refusals import AlreadyPartner, NameTaken


class PartnerChanges(TypedDict, total=False):
    """What can be changed in a profile."""

    display_name: str
    website: str
    contact_email: str
    vat_id: str
    description: str


@transaction.atomic
def register_partner(
    *,
    organisation: Organisation,
    display_name: str,
    website: str,
    contact_email: str,
    vat_id: str = "",
    description: str = "",
    actor: Actor,
    at: datetime,
) -> Partner:
    """Open the organisation's partner profile. Raises AlreadyPartner, NameTaken, Invalid."""
    partner_id = uuid7()
    name = _clean_name(display_name)
    partner = Partner(
        id=partner_id,
        organisation=organisation,
        display_name=name,
        name_key=_name_key(name),
        slug=_slug(name, partner_id),
        website=website,
        contact_email=contact_email,
        vat_id=_clean_vat_id(vat_id),
        description=description,
        created_at=at,
    )
    try:
        partner.save(force_insert=True)
    except IntegrityError as error:
        if "organisation_id" in _broken_constraint(error):
            raise AlreadyPartner(
                f"{organisation.name} has a partner profile already. Change that one instead of opening another."
            ) from error
        raise _name_taken(name) from error
    record(
        PartnerRegistered(partner_id=partner.pk, organisation_id=organisation.pk, display_name=name),
        actor=actor,
        at=at,
    )
    return partner


@transaction.atomic
def change_partner(
    *, partner: Partner, version: int, actor: Actor, at: datetime, **changes: Unpack[PartnerChanges]
) -> Partner:
    """Give the profile other values, if it is still at `version`. The slug stays: addresses do not move.

    Another contact address starts unconfirmed. Values that are the same change nothing and leave no fact. Raises
    PreconditionFailed when somebody else changed it in between, NameTaken, Invalid.
    """
    wanted = _cleaned(changes)
    before = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if before.version != version:
        raise PreconditionFailed("Load the profile again, look at what has changed, and change it then.")
    changed = {name: value for name, value in wanted.items() if getattr(before, name) != value}
    if not changed:
        return before
    updates: dict[str, Any] = {**changed, "version": version + 1}
    if "display_name" in changed:
        updates["name_key"] = _name_key(changed["display_name"])
    if "contact_email" in changed:
        updates["contact_confirmed_at"] = None
    try:
        with transaction.atomic():
            Partner.objects.filter(pk=partner.pk).update(**updates)
    except IntegrityError as error:
        raise _name_taken(changed["display_name"]) from error
    record(
        PartnerChanged(
            partner_id=partner.pk,
            # A contact address may name a person; a fact is kept for ever, so it does not hold one.
            changes={
                name: None if name == "contact_email" else [getattr(before, name), value]
                for name, value in changed.items()
            },
        ),
        actor=actor,
        at=at,
    )
    return Partner.objects.get(pk=partner.pk)


def _cleaned(changes: PartnerChanges) -> dict[str, str]:
    wanted: dict[str, str] = {**changes}  # type: ignore[dict-item]
    if "display_name" in wanted:
        wanted["display_name"] = _clean_name(wanted["display_name"])
    if "vat_id" in wanted:
        wanted["vat_id"] = _clean_vat_id(wanted["vat_id"])
    return wanted


def _clean_name(display_name: str) -> str:
    try:
        return names.clean(display_name)
    except ValueError as error:
        raise Invalid.field("display_name", str(error)) from error


def _clean_vat_id(vat_id: str) -> str:
    try:
        return vat.normalise(vat_id)
    except ValueError as error:
        raise Invalid.field("vat_id", str(error)) from error


def _name_key(name: str) -> str:
    key = names.skeleton(name)
    if not key:
        raise Invalid.field("display_name", "A name has at least one letter or digit that can be seen.")
    return key


def _slug(name: str, partner_id: UUID) -> str:
    """Return an address for the partner; names that differ only in signs get the end of their id."""
    slug = slugify(name)
    if slug and not Partner.objects.filter(slug=slug).exists():
        return slug
    return f"{slug or 'partner'}-{partner_id.hex[-8:]}"


def _broken_constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def _name_taken(name: str) -> NameTaken:
    return NameTaken(
        f"Another partner is called “{name}” or looks the same on the screen, and customers must be able to tell you"
        " apart. Choose another name; if the name is yours by right, write to support."
    )
