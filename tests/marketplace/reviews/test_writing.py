"""Writing, changing and taking back a review, and what the listing says then."""

import pytest
from django.db import DatabaseError, transaction

from catalog.listings.models import ListingRating
from core import clock
from core.accounts.models import Membership
from core.actors import SYSTEM
from core.events.models import Fact
from core.refusals import Invalid, PreconditionFailed
from core.states import IllegalMove
from marketplace.reviews.actions import (
    change_review,
    hide,
    restore,
    withdraw_review,
    write_reply,
    write_review,
)
from marketplace.reviews.models import Edition, Review
from marketplace.reviews.queries import count_stars
from marketplace.reviews.refusals import AlreadyReplied, AlreadyReviewed, MayNotReview
from marketplace.subscriptions.actions import cancel_subscription
from marketplace.subscriptions.models import Subscription
from tests.factories.customers import customer
from tests.factories.partners import seat
from tests.factories.reviews import WORDS, holder, review

pytestmark = pytest.mark.django_db
NOW = {"actor": SYSTEM, "at": clock.now()}


def write(listing, where, **fields):
    return write_review(offer=listing.offer, organisation=where, **{**WORDS, "written_by": None, **fields}, **NOW)


def change(row, version=None, **changes):
    return change_review(review=row, version=version or row.version, changes=changes, written_by=None, **NOW)


def test_an_organisation_that_holds_the_offer_reviews_it_once(listing, author):
    made = write(listing, author.organisation, written_by=author.user)
    assert (made.state, made.moderation, made.version) == ("published", "shown", 1)
    assert Fact.objects.filter(type="reviews.review_written", refs__contains=[f"review:{made.pk}"]).count() == 1
    with pytest.raises(AlreadyReviewed) as refused:
        write(listing, author.organisation)
    assert refused.value.extensions == {"review": str(made.pk)}
    assert Edition.objects.count() == 1


def test_who_held_it_once_may_still_review(listing, author):
    cancel_subscription(subscription=Subscription.objects.get(), **NOW)
    Subscription.objects.update(state="ended")
    assert write(listing, author.organisation).pk


def test_who_never_held_it_may_not(listing):
    with pytest.raises(MayNotReview, match="has never held") as refused:
        write(listing, customer().organisation)
    assert refused.value.extensions == {"reason": "never_held"}
    assert not Review.objects.exists()


def test_the_seller_never_reviews_its_own_offer(listing, seller):
    holder(listing, seller.organisation)
    with pytest.raises(MayNotReview, match="nobody reviews what it sells"):
        write(listing, seller.organisation)


def test_nor_does_an_organisation_with_a_common_member_and_it_is_told_so(listing, seller, author):
    Membership.objects.create(organisation=author.organisation, user=seller.user, role="viewer", created_at=clock.now())
    with pytest.raises(MayNotReview, match="have a member in common"):
        write(listing, author.organisation)


def test_a_tie_that_comes_later_keeps_the_review_from_being_changed(written, seller, author):
    Membership.objects.create(organisation=author.organisation, user=seller.user, role="viewer", created_at=clock.now())
    with pytest.raises(MayNotReview, match="in common"):
        change(written, stars=5)


@pytest.mark.parametrize("wrong", [{"stars": 6}, {"title": ""}, {"text": "x" * 5001}, {"language": "xx"}])
def test_words_that_cannot_be_kept_are_refused_by_field(listing, author, wrong):
    with pytest.raises(Invalid) as refused:
        write(listing, author.organisation, **wrong)
    assert [one["pointer"] for one in refused.value.extensions["errors"]] == [f"/{name}" for name in wrong]


def test_each_edition_is_kept(written):
    change(written, stars=2, text="It grew slow.")
    change(written, stars=2)  # what is equal changes nothing
    assert list(Edition.objects.values_list("number", "stars", "text")) == [
        (1, 4, WORDS["text"]),
        (2, 2, "It grew slow."),
    ]
    assert Fact.objects.filter(type="reviews.review_changed").count() == 1
    with pytest.raises(PreconditionFailed):
        change(written, version=1, stars=1)


def test_what_was_taken_back_is_gone_until_it_is_written_anew(listing, author, written):
    withdraw_review(review=written, **NOW)
    with pytest.raises(IllegalMove):
        withdraw_review(review=written, **NOW)
    with pytest.raises(IllegalMove):
        change(written, stars=1)
    assert not Review.objects.readable().exists()
    again = write(listing, author.organisation, stars=5)
    assert (again.pk, again.state, again.version) == (written.pk, "published", 2)
    assert Edition.objects.count() == 2


def test_taking_back_and_writing_anew_is_no_way_around_moderation(listing, author, written):
    hide(review=written, about="review", reason="It names somebody.", **NOW)
    withdraw_review(review=written, **NOW)
    assert write(listing, author.organisation, text="Mended.").is_hidden
    assert not Review.objects.readable().exists()


def test_the_stars_follow_whatever_happens(listing, written, deliver):
    def stars():
        deliver()
        row = ListingRating.objects.get()
        assert row.rating == count_stars(listing.offer_id)
        return row.count, row.sum

    assert stars() == (1, 4)
    review(listing, stars=5)
    assert stars() == (2, 9)
    change(written, stars=1)
    assert stars() == (2, 6)
    hide(review=written, about="review", reason="An insult.", **NOW)
    assert stars() == (1, 5)
    restore(review=written, about="review", reason="Mended.", **NOW)
    assert stars() == (2, 6)
    withdraw_review(review=written, **NOW)
    assert stars() == (1, 5)


def test_a_partner_replies_once(written):
    said = {"text": "Thank you.", "language": "en", "written_by": None}
    reply = write_reply(review=written, **said, **NOW)
    assert reply.editions.count() == 1
    with pytest.raises(AlreadyReplied):
        write_reply(review=written, **said, **NOW)
    withdraw_review(review=written, **NOW)
    with pytest.raises(IllegalMove):
        write_reply(review=written, **said, **NOW)


def test_nobody_is_named_in_the_history_of_the_other_side(listing, seller, author):
    actor = seat(in_=author.organisation).actor
    made = write_review(
        offer=listing.offer,
        organisation=author.organisation,
        **WORDS,
        written_by=author.user,
        actor=actor,
        at=NOW["at"],
    )
    write_reply(review=made, text="Thanks.", language="en", written_by=None, actor=seller.actor, at=NOW["at"])

    def named(ref):
        return set(Fact.objects.filter(refs__contains=[ref]).values_list("actor_label", flat=True))

    assert actor.label not in named(f"partner:{listing.partner_id}") | named(f"offer:{listing.offer_id}")
    assert seller.actor.label not in named(f"organisation:{author.organisation.pk}")


def test_editions_are_never_changed(written):
    for attack in (lambda: Edition.objects.update(stars=5), lambda: Edition.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
