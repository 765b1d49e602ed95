"""Pages, ETags and limits."""

import pytest
from django.test import Client

from core import clock
from core.accounts.models import Membership, Organisation
from core.accounts.roles import Role
from tests.core.web.test_bad_input import assert_problem

THINGS = "/api/v1/things"


@pytest.fixture
def many(user):
    made = [Organisation(name=f"Org {n}", country="FR", created_at=clock.now()) for n in range(25)]
    Organisation.objects.bulk_create(made)
    Membership.objects.bulk_create(
        Membership(organisation=o, user=user, role=Role.VIEWER, created_at=clock.now()) for o in made
    )
    return made


def test_pages_go_through_everything_once_newest_first(api, many, organisation):
    seen, cursor = [], ""
    for _ in range(9):
        page = api.get(f"{THINGS}?page_size=10{cursor}").json()
        seen += [row["id"] for row in page["results"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [str(o.pk) for o in [*reversed(many), organisation]]


def test_a_list_page_costs_the_same_however_long_it_is(api, many, django_assert_num_queries):
    with django_assert_num_queries(4):  # session, user, memberships, the page
        api.get(f"{THINGS}?page_size=25")


def test_an_answer_that_has_not_changed_is_not_sent_again(api, organisation):
    first = api.get(f"{THINGS}/{organisation.pk}")
    assert first["ETag"] == '"1"'
    again = api.get(f"{THINGS}/{organisation.pk}", headers={"If-None-Match": 'W/"1"'})
    assert again.status_code == 304
    assert again.content == b""
    listing = api.get(THINGS)
    assert api.get(THINGS, headers={"If-None-Match": listing["ETag"]}).status_code == 304
    assert api.get(THINGS, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_change_says_which_version_it_saw(api, organisation):
    address = f"{THINGS}/{organisation.pk}"
    body = {"data": '{"name": "b"}', "content_type": "application/json"}
    assert_problem(api.patch(address, **body), 428, "precondition-required")
    assert_problem(api.patch(address, **body, headers={"If-Match": '"7"'}), 412, "precondition-failed")
    assert api.patch(address, **body, headers={"If-Match": '"1"'}).status_code == 200


def test_changes_are_limited_and_say_when_to_come_back(api, settings):
    settings.WRITE_RATE = "2/min"
    answers = [api.post(THINGS, '{"name": "a"}', content_type="application/json") for _ in range(3)]
    assert [a.status_code for a in answers] == [201, 201, 429]
    assert answers[0]["RateLimit"] == '"writes";r=1;t=60'
    assert_problem(answers[2], 429, "too-many-requests")
    assert 0 < int(answers[2]["Retry-After"]) <= 61
    assert api.get(THINGS).status_code == 200
    assert "RateLimit" not in Client().get("/api/v1/open")
