"""What a partner was told, as a page."""

import pytest

from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from partners.vetting.actions import notify
from partners.vetting.models import Notice
from partners.vetting.pages.told import MOST
from tests.factories import partners as make
from tests.partners.vetting.test_desk_page import browser, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(seat):
    """A partner that was told of being vetted, and that something was refused."""
    partner = make.vetted_partner("Atelier Nord", organisation_=seat.organisation)
    deliver_due(at=clock.now())
    application = partner.applications.get()
    notify(
        partner_id=partner.pk,
        application_id=application.pk,
        assessment_id=application.assessments.get(key="LEG-001").pk,
        kind="refused",
        actor=SYSTEM,
        at=clock.now(),
    )
    return partner


@pytest.fixture
def page(seat):
    return f"/partner/{seat.organisation.pk}/notices/"


def test_notices_are_shown_in_the_words_of_the_mail_with_the_way_to_what_they_are_about(seat, told, page, mailoutbox):
    deliver_due(at=clock.now())
    shown = text(browser(seat.user).get(page))
    application = told.applications.get().pk
    assert shown.count('<li class="card entry"') == 2
    assert f"/partner/applications/{application}/LEG-001/" in shown
    (mail,) = [mail for mail in mailoutbox if "LEG-001" in mail.subject]
    assert mail.subject.removeprefix("Guichet: ") in shown
    assert "Notices" in text(browser(seat.user, "en").get(f"/partner/applications/{application}/"))
    assert "2 new" in text(browser(seat.user).get(f"/partner/applications/{application}/"))


def test_one_or_all_are_marked_as_read_for_all_members(seat, told, page):
    newest = Notice.objects.order_by("-pk").first()
    browser(seat.user).post(page, {"notice": str(newest.pk)})
    assert Notice.objects.unread().count() == 1
    browser(make.seat(in_=seat.organisation).user).post(page)
    assert not Notice.objects.unread().exists()
    assert "Mark all as read" not in text(browser(seat.user).get(page))


def test_strangers_find_nothing_and_cannot_mark_anything(told, page):
    stranger = make.seat()
    assert browser(stranger.user).get(page).status_code == 404
    theirs = f"/partner/{make.registered_partner(organisation_=stranger.organisation).organisation_id}/notices/"
    browser(stranger.user).post(theirs, {"notice": str(Notice.objects.first().pk)})
    assert Notice.objects.unread().count() == 2


@pytest.mark.parametrize("query", ["?after=x", "?after=00000000-0000-0000-0000-000000000000", "?after="])
def test_a_strange_place_in_the_list_shows_a_list(seat, told, page, query):
    assert browser(seat.user).get(page + query).status_code == 200


def test_a_long_list_comes_in_pages_within_few_queries(seat, told, page, django_assert_max_num_queries):
    template = Notice.objects.first()
    for _ in range(MOST):
        notify(partner_id=told.pk, application_id=template.application_id, kind="vetted", actor=SYSTEM, at=clock.now())
    member = browser(seat.user)
    member.get(page)
    with django_assert_max_num_queries(10):
        first = text(member.get(page))
    assert first.count('<li class="card entry"') == MOST
    older = text(member.get(page + first.partition('href="?after=')[2].partition('"')[0].join(["?after=", ""])))
    assert older.count('<li class="card entry"') == 2
