"""Waivers on the desk, and what the partner sees of them."""

from datetime import timedelta

import pytest

from core import clock
from partners.vetting.models import Waiver
from tests.factories import partners as make
from tests.partners.vetting.test_desk_page import browser, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make.reviewer()


@pytest.fixture
def ben():
    return make.reviewer()


@pytest.fixture
def waiting():
    return make.with_certificate(make.application(make.registered_partner(organisation_=make.seat().organisation)))


def day(days):
    return (clock.now() + timedelta(days=days)).date().isoformat()


def ask(user, assessment, **changed):
    form = {"reason": "The register is closed.", "last_day": day(30)} | changed
    return browser(user).post(f"/desk/{assessment.pk}/waiver/", form, follow=True)


def answer(user, do):
    return browser(user).post(f"/desk/waivers/{Waiver.objects.get().pk}/", {"do": do}, follow=True)


def test_one_asks_another_approves_and_the_partner_reads_why_and_until_when(ada, ben, waiting):
    review = text(browser(ada).get(f"/desk/{waiting.pk}/"))
    assert f"/desk/{waiting.pk}/waiver/" in review
    assert "Asked for. It counts once somebody else" in text(ask(ada, waiting))

    refused = text(answer(ada, "approve"))
    assert "You asked for this waiver yourself. Somebody else approves it." in refused
    assert "You asked for it: somebody else approves it." in refused
    assert Waiver.objects.get().approved_at is None

    assert "IDN-001 is waived for" in text(answer(ben, "approve"))
    waiting.refresh_from_db()
    assert waiting.state == "waived"
    owner = waiting.application.partner.organisation.memberships.get().user
    shown = text(browser(owner).get(f"/partner/applications/{waiting.application_id}/IDN-001/"))
    assert "The register is closed." in shown
    assert "Waived until" in shown


@pytest.mark.parametrize("state", ["asked", "in_force"])
def test_it_is_declined_or_ended_early(ada, ben, waiting, state):
    ask(ada, waiting)
    if state == "in_force":
        answer(ben, "approve")
    assert "has ended" in text(answer(ben, "end"))
    assert Waiver.objects.get().ended_as == ("revoked" if state == "in_force" else "declined")
    assert "It was approved or declined already, or has ended" in text(answer(ben, "end"))


@pytest.mark.parametrize(
    "changed", [{"reason": ""}, {"last_day": ""}, {"last_day": "9999-12-31"}, {"last_day": "2020-01-01"}]
)
def test_what_cannot_be_asked_for_is_said_on_the_form_and_nothing_is_written(ada, waiting, changed):
    answered = ask(ada, waiting, **changed)
    assert answered.status_code == 200
    assert 'class="errors"' in text(answered)
    assert not Waiver.objects.exists()


def test_only_vetting_staff_come_here(waiting):
    for path in ("/desk/waivers/", f"/desk/{waiting.pk}/waiver/"):
        assert browser(make.seat().user).get(path).status_code == 403


def test_the_list_needs_few_queries(ada, ben, django_assert_max_num_queries):
    for _ in range(3):
        ask(ada, make.with_certificate(make.application()))
    desk = browser(ben)
    desk.get("/desk/waivers/")
    with django_assert_max_num_queries(6):
        assert text(desk.get("/desk/waivers/")).count("The register is closed.") == 3
