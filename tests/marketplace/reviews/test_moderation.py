"""Reporting, hiding and restoring, and telling both sides in the same words."""

import pytest
from django.core import mail

from core import clock
from core.accounts.models import Membership
from core.accounts.roles import Role
from core.actors import SYSTEM, Actor
from core.events.models import Fact
from core.refusals import Invalid, NotFound
from core.states import IllegalMove
from marketplace.reviews.actions import (
    change_review,
    dismiss_reports,
    hide,
    report,
    restore,
    withdraw_review,
    write_reply,
)
from marketplace.reviews.models import Report
from marketplace.reviews.queries import to_moderate
from marketplace.reviews.refusals import AlreadyReported, Concerned, NothingToModerate
from tests.factories.partners import seat

pytestmark = pytest.mark.django_db
NOW = {"actor": SYSTEM, "at": clock.now()}
WHY = "It names a private person."


@pytest.fixture
def answered(written):
    write_reply(review=written, text="Thank you.", language="en", written_by=None, **NOW)
    return written


def tell(review, about="review", who=None, reason="insult", detail=""):
    person = (who or seat()).user
    return report(review=review, about=about, reason=reason, detail=detail, reported_by=person, **NOW)


def test_a_report_hides_nothing_and_waits_for_staff(answered):
    somebody = seat()
    tell(answered, who=somebody, detail="Look at the second line.")
    with pytest.raises(AlreadyReported):
        tell(answered, who=somebody, reason="spam")
    tell(answered, "reply", who=somebody)
    tell(answered)
    answered.refresh_from_db()
    assert (answered.is_hidden, list(to_moderate())) == (False, [answered])
    assert Report.objects.open().count() == 3


def test_what_nobody_reads_is_not_reported(answered):
    hide(review=answered, about="reply", reason=WHY, **NOW)
    with pytest.raises(NotFound):
        tell(answered, "reply")
    hide(review=answered, about="review", reason=WHY, **NOW)
    with pytest.raises(NotFound):
        tell(answered)


def test_staff_dismiss_what_may_stand(answered):
    tell(answered), tell(answered), tell(answered, "reply")
    assert dismiss_reports(review=answered, about="review", **NOW) == 2
    assert list(Report.objects.open().values_list("about", flat=True)) == ["reply"]
    with pytest.raises(NothingToModerate):
        dismiss_reports(review=answered, about="review", **NOW)


@pytest.mark.parametrize("about", ["review", "reply"])
def test_hiding_closes_its_reports_and_says_why(answered, about):
    tell(answered, about)
    hide(review=answered, about=about, reason=WHY, **NOW)
    words = answered if about == "review" else answered.reply
    words.refresh_from_db()
    assert (words.moderation, words.reason) == ("hidden", WHY)
    assert not Report.objects.open().exists()
    with pytest.raises(IllegalMove):
        hide(review=answered, about=about, reason=WHY, **NOW)
    restore(review=answered, about=about, reason="It was mended.", **NOW)
    words.refresh_from_db()
    assert (words.moderation, words.reason) == ("shown", "")
    kinds = ["reviews.review_hidden", "reviews.review_restored"]
    assert list(Fact.objects.filter(type__in=kinds).order_by("pk").values_list("data__reason", flat=True)) == [
        WHY,
        "It was mended.",
    ]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\u202eb"])
def test_nothing_is_hidden_without_a_reason_to_publish(written, reason):
    with pytest.raises(Invalid):
        hide(review=written, about="review", reason=reason, **NOW)
    written.refresh_from_db()
    assert not written.is_hidden


def test_there_is_no_reply_to_hide(written):
    with pytest.raises(NothingToModerate):
        hide(review=written, about="reply", reason=WHY, **NOW)


def test_who_belongs_to_a_side_does_not_decide(written, curator, seller, author):
    for side in (seller.organisation, author.organisation):
        bound = Membership.objects.create(organisation=side, user=curator, role="viewer", created_at=clock.now())
        with pytest.raises(Concerned):
            hide(review=written, about="review", reason=WHY, actor=Actor("staff", curator.pk, "C"), at=NOW["at"])
        bound.delete()


def test_a_hidden_review_that_was_mended_comes_before_staff_again(written):
    hide(review=written, about="review", reason=WHY, actor=SYSTEM, at=clock.now())
    assert list(to_moderate()) == []
    change_review(review=written, version=1, changes={"text": "Mended."}, written_by=None, actor=SYSTEM, at=clock.now())
    assert list(to_moderate()) == [written]
    written.refresh_from_db()
    assert written.is_hidden


@pytest.mark.parametrize("about", ["review", "reply"])
def test_author_and_partner_are_told_in_the_same_words_each_in_their_language(answered, seller, author, deliver, about):
    reader = seat(Role.OWNER, in_=author.organisation).user
    type(reader).objects.filter(pk=reader.pk).update(language="fr")
    seat(Role.VIEWER, in_=author.organisation)
    deliver()
    mail.outbox.clear()
    hide(review=answered, about=about, reason=WHY, **NOW)
    deliver()
    sent = {letter.to[0]: letter for letter in mail.outbox}
    assert set(sent) == {author.user.email, reader.email, seller.user.email}
    assert sent[author.user.email].body == sent[seller.user.email].body
    assert sent[author.user.email].subject == sent[seller.user.email].subject
    assert all(WHY in letter.body for letter in mail.outbox)
    assert sent[reader.email].subject != sent[author.user.email].subject
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == len(mail.outbox)
    mail.outbox.clear()
    restore(review=answered, about=about, reason="Mended.", **NOW)
    deliver()
    assert {letter.to[0] for letter in mail.outbox} == set(sent)


def test_the_partner_learns_of_a_review_and_the_author_of_the_first_answer(written, seller, author, deliver):
    deliver()
    assert [letter.to for letter in mail.outbox if "has reviewed" in letter.subject] == [[seller.user.email]]
    mail.outbox.clear()
    write_reply(review=written, text="Thank you.", language="en", written_by=None, **NOW)
    deliver()
    assert [letter.to for letter in mail.outbox] == [[author.user.email]]


def test_what_was_taken_back_can_still_be_looked_at_by_staff(written):
    withdraw_review(review=written, **NOW)
    hide(review=written, about="review", reason=WHY, **NOW)
    written.refresh_from_db()
    assert written.is_hidden
