"""Two at once, each on a connection of its own."""

from collections import Counter

import pytest

from catalog.listings.models import ListingRating
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from core.refusals import PreconditionFailed
from core.states import IllegalMove
from marketplace.reviews.actions import change_review, hide, withdraw_review, write_reply, write_review
from marketplace.reviews.events import ReviewWritten
from marketplace.reviews.handlers import count_anew
from marketplace.reviews.models import Edition, Reply, Review
from marketplace.reviews.queries import count_stars
from marketplace.reviews.refusals import AlreadyReplied, AlreadyReviewed
from tests.factories.catalog import FLAT, live_listing
from tests.factories.reviews import WORDS, holder, review
from tests.partners.races import both, while_locked

pytestmark = pytest.mark.django_db(transaction=True)
NOW = {"actor": SYSTEM, "at": clock.now()}
SAID = {**WORDS, "written_by": None}


def kinds(outcomes):
    return Counter(type(outcome) for outcome in outcomes)


def fresh(row):
    return Review.objects.select_related("offer__partner", "organisation").get(pk=row.pk)


def test_of_two_first_reviews_one_wins():
    listing = live_listing(plans=[FLAT])
    where = holder(listing)
    outcomes = both(*[lambda: write_review(offer=listing.offer, organisation=where, **SAID, **NOW) for _ in range(2)])
    assert kinds(outcomes) == {Review: 1, AlreadyReviewed: 1}
    assert Edition.objects.count() == 1


def test_of_two_replies_and_of_two_decisions_one_wins():
    row = review()
    said = {"text": "Thanks.", "language": "en", "written_by": None, **NOW}
    one, two = fresh(row), fresh(row)
    outcomes = both(lambda: write_reply(review=one, **said), lambda: write_reply(review=two, **said))
    assert kinds(outcomes) == {Reply: 1, AlreadyReplied: 1}
    one, two = fresh(row), fresh(row)
    outcomes = both(*[lambda each=each: hide(review=each, about="review", reason="x", **NOW) for each in (one, two)])
    assert kinds(outcomes) == {Review: 1, IllegalMove: 1}


def test_a_change_that_comes_while_the_review_is_taken_back_is_refused():
    row = review()
    one, two = fresh(row), fresh(row)
    rival = {"review": two, "version": 1, "changes": {"stars": 1}, "written_by": None, **NOW}
    with while_locked(lambda: withdraw_review(review=one, **NOW), lambda: change_review(**rival)) as late:
        pass
    assert isinstance(late.exception(), PreconditionFailed)
    assert Edition.objects.count() == 1


def test_two_counts_at_once_end_with_what_is_true():
    listing = live_listing(plans=[FLAT])
    deliver_due(at=clock.now())
    rows = [review(listing, stars=stars) for stars in (1, 5)]

    def count(row):
        event = ReviewWritten(review_id=row.pk, organisation_id=row.organisation_id, number=1)
        count_anew(event, at=clock.now())

    assert both(*[lambda row=row: count(row) for row in rows]) == [None, None]
    assert ListingRating.objects.get().rating == count_stars(listing.offer_id)
    assert ListingRating.objects.get().sum == 6
