from datetime import UTC, datetime, timedelta

import pytest

from core.actors import SYSTEM
from partners.vetting.actions import decide, submit_evidence
from partners.vetting.models import Assessment
from partners.vetting.offered import FileOffered
from partners.vetting.waiting import places
from tests.factories import partners as make
from tests.partners.conftest import Api

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # nine in Paris
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _sunday(time_machine):
    """What factories make is there before the Monday of these tests, whatever day it is."""
    time_machine.move_to(MONDAY - timedelta(days=1))


def show(application=None, *, at=MONDAY):
    application = application or make.application()
    upload = make.stored_upload(application.partner.organisation)
    return submit_evidence(
        application=application, key="IDN-001", evidence=FileOffered(upload=upload), actor=SYSTEM, at=at
    )


def accept(assessment, *, at):
    return decide(assessment=assessment, evidence_id=assessment.evidence_id, outcome="accept", actor=SYSTEM, at=at)


def place(assessment, at):
    found = Assessment.objects.select_related("requirement").get(pk=assessment.pk)
    return places([found], at=at).get(found.pk)


def test_places_follow_the_order_of_arrival_and_move_up():
    first, second, third = show(), show(), show()
    assert [place(one, MONDAY).position for one in (first, second, third)] == [1, 2, 3]
    accept(second, at=MONDAY + HOUR)
    assert place(second, MONDAY + HOUR) is None
    assert [place(one, MONDAY + HOUR).position for one in (first, third)] == [1, 2]


def test_newer_evidence_goes_to_the_end_and_its_clock_begins_again():
    first, second = show(), show()
    show(first.application, at=MONDAY + 3 * HOUR)
    later = MONDAY + 5 * HOUR
    assert [(place(one, later).position, place(one, later).elapsed) for one in (first, second)] == [(2, 2.0), (1, 5.0)]


def test_elapsed_hours_are_business_hours_of_the_platforms_clock():
    assessment = show()
    tuesday_noon = MONDAY + 27 * HOUR
    found = place(assessment, tuesday_noon)
    assert (found.clock, found.since, found.elapsed) == ("platform", MONDAY, 11.0)


def test_the_pace_is_that_of_the_same_requirement_in_the_last_90_days():
    for hours in (1, 2, 3, 4, 8):
        accept(show(), at=MONDAY + hours * HOUR)
    waiting = show(at=MONDAY + 30 * HOUR)
    pace = place(waiting, MONDAY + 30 * HOUR).pace
    assert (pace.decided, pace.p50, pace.p90) == (5, 3.0, 6.4)
    later = place(waiting, MONDAY + timedelta(days=120)).pace
    assert (later.decided, later.p50, later.p90) == (0, None, None)


def test_what_waits_for_nobody_has_no_place_and_costs_no_query(django_assert_num_queries):
    application = make.application()
    rows = list(application.assessments.select_related("requirement"))
    with django_assert_num_queries(0):
        assert places(rows, at=MONDAY) == {}


def test_partner_and_reviewer_read_the_same_place(seat):
    partner = make.registered_partner(organisation_=seat.organisation)
    assessment = show(make.application(partner), at=datetime.now(UTC))
    board = Api(seat.user).get(f"applications/{assessment.application_id}/requirements").json()["entries"]
    shown = {entry["key"]: entry["queue"] for entry in board}
    (queued,) = Api(make.reviewer()).get("vetting/queue").json()["results"]
    assert shown["IDN-001"] == queued["queue"]
    assert (queued["queue"]["position"], queued["queue"]["limit_business_hours"]) == (1, 24.0)
    assert shown["LEG-001"] is None
