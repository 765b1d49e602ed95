"""Reviews for tests, written by the actions a customer goes through."""

from typing import Any

from catalog.listings.models import Listing
from core import clock
from core.accounts.models import Organisation
from core.actors import SYSTEM
from marketplace.reviews.actions import write_review
from marketplace.reviews.models import Review
from tests.factories.catalog import FLAT, live_listing, plan_of
from tests.factories.customers import customer, order
from tests.factories.partners import organisation

WORDS = {
    "stars": 4,
    "title": "Calm, and quick to set up",
    "text": "Our three teams moved over.\n\nWe miss an export.",
    "language": "en",
}


def holder(listing: Listing, in_: Organisation | None = None) -> Organisation:
    """An organisation that holds a plan of the listing."""
    where = in_ or organisation()
    order(customer(where), [(plan_of(listing, FLAT["code"]), 1)])
    return where


def review(listing: Listing | None = None, *, by: Organisation | None = None, **fields: Any) -> Review:
    """A review by an organisation that holds the offer."""
    listing = listing or live_listing(plans=[FLAT])
    given: dict[str, Any] = {"written_by": None, **WORDS, **fields}
    return write_review(offer=listing.offer, organisation=by or holder(listing), **given, actor=SYSTEM, at=clock.now())
