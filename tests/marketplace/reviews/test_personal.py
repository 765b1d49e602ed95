"""What a person wrote is told to that person, and stays with the organisation when the person is erased."""

import pytest

from core import clock
from core.accounts.actions import erase_person
from core.accounts.queries import personal_data
from core.accounts.roles import Role
from core.actors import SYSTEM
from core.events.models import Fact
from core.events.postman import deliver_due
from marketplace.reviews.actions import change_review, report, write_reply
from tests.factories import partners as make
from tests.factories.reviews import WORDS

pytestmark = pytest.mark.django_db


def test_the_export_has_every_edition_the_replies_and_the_reports(written, seller, author):
    by = {"written_by": author.user, "actor": author.actor, "at": clock.now()}
    change_review(review=written, version=1, changes={"stars": 5}, **by)
    write_reply(review=written, text="Merci.", language="fr", **(by | {"written_by": seller.user}))
    report(review=written, about="reply", reason="spam", reported_by=author.user, actor=SYSTEM, at=clock.now())
    told = personal_data(author.user)
    assert [(one["number"], one["stars"], one["title"]) for one in told["reviews"]] == [
        (1, 4, WORDS["title"]),
        (2, 5, WORDS["title"]),
    ]
    assert [one["reason"] for one in told["review_reports"]] == ["spam"]
    assert told["review_replies"] == []
    assert [one["text"] for one in personal_data(seller.user)["review_replies"]] == ["Merci."]


def test_an_erased_persons_review_stays_under_the_organisations_name(listing, written, author, api):
    make.seat(Role.OWNER, in_=author.organisation)
    change_review(
        review=written, version=1, changes={"stars": 5}, written_by=author.user, actor=author.actor, at=clock.now()
    )
    name, organisation = author.user.name, author.organisation.name
    assert Fact.objects.filter(actor_label=name).exists()
    erase_person(user=author.user, actor=author.actor, at=clock.now())
    deliver_due(at=clock.now())
    (shown,) = api().get(f"listings/{listing.slug}/reviews").json()["results"]
    assert (shown["organisation"], shown["stars"]) == (organisation, 5)
    assert name not in str(shown)
    assert not Fact.objects.filter(actor_label=name).exists()
