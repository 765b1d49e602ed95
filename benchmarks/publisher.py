"""A partner that publishes: `python -m benchmarks.publisher` publishes each word it is told, and says when.

Words come a line each; the answer is when it was committed, in seconds since the epoch.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from catalog.listings.actions import approve, submit_offer  # noqa: E402 - models are imported once Django is set up
from catalog.listings.models import ListingVersion  # noqa: E402
from catalog.offers.actions import change_offer, publish_categories  # noqa: E402
from catalog.offers.models import Offer  # noqa: E402
from core import clock  # noqa: E402
from core.accounts.principals import principal_of_user  # noqa: E402
from core.actors import SYSTEM  # noqa: E402
from marketplace.demo import cast, sellers  # noqa: E402
from partners.programmes import shipped  # noqa: E402
from partners.programmes.actions import publish_programme  # noqa: E402

FACTS = {
    "name": "Bench Publisher",
    "country": "FR",
    "website": "https://publisher.example",
    "contact_email": "publisher@publisher.example",
    "vat_id": "FR83404833048",
}
OFFER = {
    "name": "Published",
    "summary": "Published again and again",
    "description": "What is published while thousands of others are there, to see how soon it is found by its words.",
    "website": "https://publisher.example/published",
    "categories": ["bench"],
    "data_classes": [],
    "plans": [{"code": "one", "name": "One", "scheme": "flat", "interval": "month", "amount": "9.00"}],
}


def main() -> None:
    """Publish a version for each word."""
    at = clock.now()
    programme = publish_programme(**shipped.read_file(), actor=SYSTEM, at=at)
    publish_categories(categories=[{"slug": "bench", "name": "Bench"}], actor=SYSTEM, at=at)
    reviewer = cast.staff(at=at)
    owner = cast.person(FACTS["contact_email"], "Owner", at=at)
    actor, curator = principal_of_user(owner).actor, principal_of_user(reviewer).actor
    organisation = cast.organisation(FACTS["name"], FACTS["country"], owner=owner, at=at)
    partner = sellers.partner(organisation, FACTS, actor=actor, at=at)
    application = sellers.application(partner, programme, actor=actor, at=at)
    sellers.vet(application, FACTS["vat_id"], owner=owner, reviewer=reviewer, at=at)
    offer = sellers.draft(partner, OFFER, actor=actor, at=at)
    print("ready", flush=True)
    for word in sys.stdin:
        offer = Offer.objects.get(pk=offer.pk)
        changes = {"summary": f"Published as {word.strip()}"}
        change_offer(offer=offer, version=offer.version, changes=changes, actor=actor, at=clock.now())
        version = submit_offer(offer=offer, actor=actor, at=clock.now())
        approve(version=ListingVersion.objects.get(pk=version.pk), actor=curator, at=clock.now())
        print(time.time(), flush=True)


if __name__ == "__main__":
    main()
