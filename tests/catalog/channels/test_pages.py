"""The pages on which staff found and change channels."""

import pytest
from django.test import Client

from catalog.channels.models import Channel
from core.accounts.roles import StaffRole
from tests.factories.catalog import category
from tests.factories.partners import reviewer, seat

pytestmark = pytest.mark.django_db
NORTH = {"code": "north", "name": "North Window", "accent": "#0b5d54", "tagline": "All for boards"}


@pytest.fixture
def staff(db):
    client = Client()
    client.force_login(reviewer(StaffRole.CATALOGUE))
    return client


@pytest.fixture
def north(staff):
    staff.post("/curation/channels/", NORTH)
    return Channel.objects.get()


def test_staff_found_a_channel_and_open_it(staff):
    category("boards", "Boards")
    made = staff.post("/curation/channels/", NORTH | {"categories": ["boards"]})
    assert made["Location"] == "/curation/channels/north/"
    assert "North Window" in staff.get("/curation/channels/").content.decode()
    channel = Channel.objects.get()
    assert (channel.categories, channel.is_open) == (["boards"], False)
    changed = {"version": channel.version, "name": "North", "is_open": "on"}
    assert staff.post("/curation/channels/north/", changed).status_code == 302
    channel.refresh_from_db()
    assert (channel.name, channel.is_open, channel.categories, channel.accent) == ("North", True, [], "")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "North!"}, "lower-case letters"),
        ({"accent": "green"}, "six digits"),
        ({"accent": "#ffff00"}, "Choose a darker one"),
        ({"name": ""}, "required"),
        ({"name": "a\0b"}, "Null"),
        ({"categories": ["nowhere"]}, "nowhere"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_founded(staff, wrong, said):
    answer = staff.post("/curation/channels/", NORTH | wrong)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Channel.objects.exists()


def test_a_code_is_taken_once(staff, north):
    assert "of this code already" in staff.post("/curation/channels/", NORTH).content.decode()


def test_whoever_looked_before_the_last_change_does_not_overwrite_it(staff, north):
    form = {"version": north.version, "name": "First"}
    assert staff.post("/curation/channels/north/", form).status_code == 302
    late = staff.post("/curation/channels/north/", form | {"name": "Second"})
    assert "in the meantime" in late.content.decode()
    assert Channel.objects.get().name == "First"


@pytest.mark.parametrize("path", ["/curation/channels/", "/curation/channels/north/"])
def test_nobody_else_gets_in(north, path):
    assert Client().get(path).status_code == 302
    stranger = Client()
    stranger.force_login(seat().user)
    assert stranger.get(path).status_code == 403
    assert stranger.post(path, NORTH).status_code == 403


def test_what_is_not_there_is_not_found(staff):
    assert staff.get("/curation/channels/nowhere/").status_code == 404
