"""Loading the demo: every step looks first whether it was done, so that it can be repeated and resumed."""

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from catalog.offers.actions import publish_categories
from catalog.offers.models import Offer, Plan
from core.accounts.models import Organisation, User
from core.accounts.principals import principal_of_user
from core.accounts.roles import Role
from core.actors import SYSTEM
from core.events.models import Fact
from core.events.postman import deliver_due
from marketplace.customers.actions import open_customer
from marketplace.customers.models import Customer
from marketplace.demo import cast, curating, sellers
from marketplace.ordering.actions import place_order
from marketplace.reviews.actions import write_reply, write_review
from marketplace.reviews.models import Review
from marketplace.subscriptions.models import Subscription
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.programmes.models import Programme

FILE = Path(__file__).with_name("demo.toml")
FIRST_BASKET = [("Ledgerline", "team", 3), ("Signet", "team", 5), ("Rampart Backup", "small", 1)]


def load(*, at: datetime, say: Callable[[str], None]) -> int:
    """Make whatever of the demo is missing, and deliver what follows from it. Returns how many facts were written."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    before = Fact.objects.count()
    programme = publish_programme(**shipped.read_file(), actor=SYSTEM, at=at)
    publish_categories(categories=data["categories"], actor=SYSTEM, at=at)
    reviewer = cast.staff(at=at)
    for number, facts in enumerate(data["partners"]):
        say(f"partner {facts['name']}")
        email = cast.PARTNER if number == 0 else facts["contact_email"]
        password = cast.PASSWORD if number == 0 else None
        owner = cast.person(email, f"Owner of {facts['name']}", password=password, at=at)
        _seller(facts, owner, reviewer, programme, at=at)
    # Announced once these offers are live: they have the time that each requirement names when they change next.
    for path in shipped.BOOKS:
        publish_programme(**shipped.read_file(path), actor=SYSTEM, at=at)
    say("a partner on its way, and a customer")
    _newcomer(data["newcomer"], programme, at=at)
    _customer(data["customer"], at=at)
    deliver_due(at=at)
    say("a bundle of three partners, and a storefront of its own")
    curating.channel(data["channel"], actor=principal_of_user(reviewer).actor, at=at)
    curating.bundle(data["bundle"], staff=reviewer, at=at)
    deliver_due(at=at)
    return Fact.objects.count() - before


def _seller(facts: dict[str, Any], owner: User, reviewer: User, programme: Programme, *, at: datetime) -> None:
    actor, curator = principal_of_user(owner).actor, principal_of_user(reviewer).actor
    organisation = cast.organisation(facts["name"], facts["country"], owner=owner, at=at)
    partner = sellers.partner(organisation, facts, actor=actor, at=at)
    application = sellers.application(partner, programme, actor=actor, at=at)
    sellers.vet(application, facts["vat_id"], owner=owner, reviewer=reviewer, at=at)
    for offer in facts["offers"]:
        drafted = sellers.draft(partner, offer, actor=actor, at=at)
        sellers.publish(drafted, actor=actor, curator=curator, at=at)


def _newcomer(facts: dict[str, Any], programme: Programme, *, at: datetime) -> None:
    """A second organisation of the partner's sign-in, with everything but its address still to show."""
    owner = User.objects.get(email=cast.PARTNER)
    actor = principal_of_user(owner).actor
    organisation = cast.organisation(facts["name"], facts["country"], owner=owner, at=at)
    partner = sellers.partner(organisation, facts, actor=actor, at=at)
    sellers.application(partner, programme, actor=actor, at=at)
    sellers.draft(partner, facts["offer"], actor=actor, at=at)


def _customer(facts: dict[str, Any], *, at: datetime) -> None:
    owner = cast.person(cast.CUSTOMER, facts["person"], password=cast.PASSWORD, at=at)
    actor = principal_of_user(owner).actor
    organisation = cast.organisation(facts["name"], facts["country"], owner=owner, at=at)
    customer = Customer.objects.filter(organisation=organisation).first() or open_customer(
        organisation=organisation,
        name=facts["name"],
        billing_email=cast.CUSTOMER,
        currency="EUR",
        country=facts["country"],
        zone=facts["zone"],
        street=facts["street"],
        postcode=facts["postcode"],
        city=facts["city"],
        actor=actor,
        at=at,
    )
    if not Subscription.objects.filter(customer=customer).exists():
        basket = [
            (Plan.objects.get(offer__name=offer, code=code).pk, quantity) for offer, code, quantity in FIRST_BASKET
        ]
        place_order(customer=customer, basket=basket, expected_total=None, actor=actor, at=at)
    _review(facts["review"], organisation, owner, at=at)


def _review(facts: dict[str, Any], organisation: Organisation, owner: User, *, at: datetime) -> None:
    """What the customer says of one of the add-ons it holds, and what its partner answers."""
    offer = Offer.objects.select_related("partner__organisation").get(name=facts["offer"])
    if Review.objects.filter(offer=offer, organisation=organisation).exists():
        return
    said = {name: facts[name] for name in ("stars", "title", "text", "language")}
    actor = principal_of_user(owner).actor
    review = write_review(offer=offer, organisation=organisation, **said, written_by=owner, actor=actor, at=at)
    seller = User.objects.get(memberships__organisation=offer.partner.organisation, memberships__role=Role.OWNER)
    write_reply(
        review=review,
        text=facts["reply"],
        language=facts["language"],
        written_by=seller,
        actor=principal_of_user(seller).actor,
        at=at,
    )
