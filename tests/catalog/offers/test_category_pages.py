"""The pages on which staff put categories up, move them and take them down."""

import pytest
from django.test import Client

from catalog.offers.models import Category
from core.accounts.roles import StaffRole
from tests.factories.catalog import category, offer
from tests.factories.partners import reviewer, seat

pytestmark = pytest.mark.django_db
PAGE = "/curation/categories/"


@pytest.fixture
def staff(db):
    client = Client()
    client.force_login(reviewer(StaffRole.CATALOGUE))
    return client


def test_staff_put_up_a_category_and_see_it_in_the_tree(staff):
    category("talk", "Talk", "Parler")
    sent = {"name": "Internet relay", "name_fr": "Relais", "parent": "talk", "position": "2"}
    assert staff.post(PAGE, sent)["Location"] == PAGE
    made = Category.objects.get(slug="internet-relay")
    assert (made.name_fr, made.parent.slug, made.position) == ("Relais", "talk", 2)
    html = staff.get(PAGE).content.decode()
    assert html.index(">Talk</a>") < html.index(">Internet relay</a>")
    assert "no French name" not in html
    assert ">Relais</a>" in staff.get(PAGE, headers={"accept-language": "fr"}).content.decode()


def test_headings_told_by_names_are_shown_as_such(staff):
    category("irc", "Talk - IRC")
    html = staff.get(PAGE).content.decode()
    assert "a heading only" in html
    assert "no French name" in html


def test_staff_rename_and_move_a_category(staff):
    category("talk", "Talk")
    row = category("irc", "IRC")
    page = f"{PAGE}irc/"
    assert '<option value="talk">' in staff.get(page).content.decode()
    sent = {"version": row.version, "name": "Relay", "name_fr": "Relais", "parent": "talk", "position": ""}
    assert staff.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.name_fr, row.parent.slug) == ("Relay", "Relais", "talk")
    assert '<option value="talk" selected>' in staff.get(page).content.decode()
    assert 'value="irc"' not in staff.get(f"{PAGE}talk/").content.decode(), "what lies below is not offered"
    late = staff.post(page, sent | {"name": "Third"})
    assert "in the meantime" in late.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "required"),
        ({"name": "???"}, "small letters"),
        ({"slug": "No!"}, "small letters"),
        ({"slug": "talk"}, "of this address already"),
        ({"parent": "nowhere"}, "nowhere"),
        ({"position": "-1"}, "greater than"),
        ({"name": "a\0b"}, "Null"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_put_up(staff, wrong, said):
    category("talk", "Talk")
    answer = staff.post(PAGE, {"name": "Relay"} | wrong)
    assert said in answer.content.decode()
    assert Category.objects.count() == 1


def test_a_category_is_taken_down_only_when_nothing_stands_on_it(staff):
    category("talk", "Talk")
    category("irc", "Talk - IRC")
    html = staff.get(f"{PAGE}talk/").content.decode()
    assert "1 category lies under it" in html
    assert 'value="retire"' not in html
    assert staff.post(f"{PAGE}talk/", {"do": "retire"})["Location"] == f"{PAGE}talk/"
    assert 'value="retire"' in staff.get(f"{PAGE}irc/").content.decode()
    made = offer(categories=["irc"])
    assert "1 offer names it in its draft" in staff.post(f"{PAGE}irc/", {"do": "retire"}, follow=True).content.decode()
    made.categories = []
    made.save()
    assert staff.post(f"{PAGE}irc/", {"do": "retire"})["Location"] == PAGE
    assert not Category.objects.filter(slug="irc").exists()


def test_the_tree_takes_no_more_queries_for_more_categories(staff, django_assert_num_queries):
    for n in (1, 9):
        for number in range(n):
            category(f"c{n}-{number}", f"C - {n} {number}")
        with django_assert_num_queries(6):
            staff.get(PAGE)


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}talk/"])
def test_nobody_else_gets_in(path):
    category("talk", "Talk")
    assert Client().get(path).status_code == 302
    stranger = Client()
    stranger.force_login(seat().user)
    assert stranger.get(path).status_code == 403
    assert stranger.post(path, {"do": "retire"}).status_code == 403


def test_what_is_not_there_is_not_found(staff):
    assert staff.get(f"{PAGE}nowhere/").status_code == 404


def test_the_desk_of_bundles_leads_there(staff):
    assert PAGE in staff.get("/curation/bundles/").content.decode()
