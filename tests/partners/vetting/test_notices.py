"""Partners are told in time, once, by e-mail and in the product, in the same words and each in their language."""

from datetime import timedelta

import pytest
from django.utils import translation

from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from core.events.postman import deliver_due
from partners.vetting.actions import look_again, notify
from partners.vetting.models import Assessment, Notice
from partners.vetting.models.notices import NOTICE_KINDS
from partners.vetting.notices import NOTICES, notice_words
from tests.factories import partners as make
from tests.partners.conftest import problem

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def vetted(seat):
    partner = make.vetted_partner("Atelier Nord", organisation_=seat.organisation)
    deliver_due(at=clock.now())
    Notice.objects.all().delete()
    return partner


def ends(partner, at):
    """What LEG-001 rests on ends at an instant, with 30 days of grace."""
    Assessment.objects.filter(application__partner=partner, key="LEG-001").update(
        good_until=at, grace_until=at + 30 * DAY, next_look_at=clock.now() - DAY
    )


def look(at):
    while look_again(actor=SYSTEM, at=at):
        pass
    deliver_due(at=at)


def test_every_kind_has_words():
    assert set(NOTICES) == set(NOTICE_KINDS)


@pytest.mark.parametrize("kind", NOTICE_KINDS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_notice_is_said_in_full_in_both_languages(vetted, kind, language):
    application = vetted.applications.get()
    notice = notify(
        partner_id=vetted.pk,
        application_id=application.pk,
        assessment_id=application.assessments.get(key="LEG-001").pk,
        kind=kind,
        values={"good_until": "2026-05-01T00:00:00+00:00", "due_at": "2026-05-01", "next_at": None, "keys": ["A", "B"]},
        actor=SYSTEM,
        at=clock.now(),
    )
    with translation.override(language):
        subject, text = notice_words(Notice.objects.get(pk=notice.pk))
    assert subject
    assert text.strip().endswith(".")
    assert "%" not in subject + text


def test_the_ladder_is_told_step_by_step_and_the_way_back_too(vetted, mailoutbox):
    at = clock.now()
    ends(vetted, at + 80 * DAY)
    for days in (0, 50, 80, 110, 124, 154):
        look(at + days * DAY)
    told = list(Notice.objects.order_by("pk").values_list("kind", flat=True))
    assert told == ["expiring", "expiring", "in_grace", "hidden", "sales_stopped", "suspended"]
    hidden = Notice.objects.get(kind="hidden")
    assert hidden.values["keys"] == ["LEG-001"]
    assert hidden.values["next_at"] == (at + 124 * DAY).isoformat()
    mails = [mail for mail in mailoutbox if "notices.guichet" in mail.extra_headers.get("Message-ID", "")]
    assert [mail.subject.removeprefix("Guichet: ") for mail in mails[-4:]] == [
        notice_words(notice)[0] for notice in Notice.objects.order_by("pk")[2:]
    ]
    assert notice_words(hidden)[1] in mails[-3].body


def test_mail_goes_to_those_who_can_act_each_in_their_language(vetted, seat, mailoutbox):
    french, viewer = (make.seat(role, in_=seat.organisation).user for role in (Role.ADMIN, Role.VIEWER))
    french.language = "fr"
    french.save()
    mailoutbox.clear()
    ends(vetted, clock.now() + 80 * DAY)
    look(clock.now())
    assert {mail.to[0]: mail.subject for mail in mailoutbox} == {
        seat.user.email: mailoutbox[0].subject,
        french.email: mailoutbox[1].subject,
    }
    assert "counts until" in mailoutbox[0].subject
    assert "compte jusqu’au" in mailoutbox[1].subject
    assert viewer.email not in [mail.to[0] for mail in mailoutbox]


def test_a_notice_is_listed_and_marked_as_read_by_members_only(vetted, api, stranger):
    ends(vetted, clock.now() + 80 * DAY)
    look(clock.now())
    (listed,) = api.get("notices?unread=true").json()["results"]
    assert (listed["kind"], listed["key"], listed["read_at"]) == ("expiring", "LEG-001", None)
    assert stranger.get("notices").json()["results"] == []
    problem(stranger.post(f"notices/{listed['id']}/reading"), 404)
    read = api.post(f"notices/{listed['id']}/reading").json()
    assert read["read_at"]
    assert api.post(f"notices/{listed['id']}/reading").json()["read_at"] == read["read_at"]
    assert api.get("notices?unread=true").json()["results"] == []
    assert len(api.get(f"notices?partner={vetted.pk}").json()["results"]) == 1
    problem(api.get("notices?unread=perhaps"), 422)


def test_delivering_twice_tells_once(vetted):
    ends(vetted, clock.now() + 80 * DAY)
    look(clock.now())
    deliver_due(at=clock.now() + DAY)
    assert Notice.objects.count() == 1
