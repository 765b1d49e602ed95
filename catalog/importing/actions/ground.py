"""What every import stands on: categories, the programme for imported publishers, and the partners themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from catalog.importing.categories import category_slug
from catalog.importing.models import ImportedPublisher
from catalog.importing.publishers import Publisher
from catalog.offers.actions import publish_categories
from catalog.offers.models import Category
from core.accounts.actions.organisations import found_organisation
from core.accounts.models import User
from core.actors import Actor
from partners.organisations.actions import register_partner
from partners.organisations.refusals import NameTaken
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.programmes.models import Programme
from partners.vetting.actions import enter
from partners.vetting.offered import DeclarationOffered

PROGRAMME = Path(__file__).parents[1] / "programme.toml"
# No country is known; ISO 3166-1 leaves ZZ to whoever needs to say so.
UNKNOWN_COUNTRY = "ZZ"
# RFC 2606 keeps .invalid free, so that nobody ever gets mail meant for an imported partner.
NOBODY = "import@guichet.invalid"
DECLARED = DeclarationOffered(confirmed=True, person="Guichet import", role="operator")


@dataclass(frozen=True, slots=True)
class Ground:
    """What every publisher and line of one run needs."""

    programme: Programme
    owner: User
    attribution: str


@transaction.atomic
def prepare(*, attribution: str, tags: Collection[str], actor: Actor, at: datetime) -> Ground:
    """Publish the programme for imported publishers and the categories that are missing; those that exist stay."""
    wanted = {category_slug(tag): tag for tag in sorted(tags, reverse=True)}
    known = set(Category.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    missing = [{"slug": slug, "name": tag} for slug, tag in sorted(wanted.items()) if slug not in known]
    publish_categories(categories=missing, actor=actor, at=at)
    programme = publish_programme(**shipped.read_file(PROGRAMME), actor=actor, at=at)
    owner = User.objects.filter(email=NOBODY).first() or User.objects.create_user(NOBODY, name="Guichet import")
    return Ground(programme, owner, attribution)


def register(*, publisher: Publisher, ground: Ground, actor: Actor, at: datetime) -> ImportedPublisher:
    """Make the partner for a publisher, and have it vetted. Raises NameTaken when none of its names is free."""
    organisation = found_organisation(
        name=publisher.names[-1], country=UNKNOWN_COUNTRY, owner=ground.owner, actor=actor, at=at
    )
    partner = None
    for name in publisher.names:
        try:
            partner = register_partner(
                organisation=organisation,
                display_name=name,
                website=publisher.website,
                contact_email=NOBODY,
                actor=actor,
                at=at,
            )
            break
        except NameTaken:
            if name == publisher.names[-1]:
                raise
    assert partner is not None
    enter(partner=partner, programme=ground.programme, declared=DECLARED, actor=actor, at=at)
    return ImportedPublisher.objects.create(key=publisher.key, partner=partner)
