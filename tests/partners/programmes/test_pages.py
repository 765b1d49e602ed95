"""Rule books as pages, which anybody may read."""

import copy
from html import unescape

import pytest

from core import clock
from core.actors import SYSTEM
from partners.programmes import shipped
from partners.programmes.actions import publish_programme, withdraw_announcement
from tests.factories.partners import starting_programme as published

pytestmark = pytest.mark.django_db

FRENCH = {"fact": "country", "in": ["FR"]}


def read(client, path, language="en", status=200):
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status
    return unescape(answer.content.decode())


def publish(**changes):
    data = copy.deepcopy(shipped.read_file())
    data["requirements"][1] |= changes
    return publish_programme(**data, actor=SYSTEM, at=clock.now())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_requirement_is_there_with_why_and_examples(client, language):
    programme = published()
    page = read(client, f"/rules/{programme.code}/", language)
    for requirement in shipped.read_file()["requirements"]:
        said = requirement["words"][language]
        assert f'id="{requirement["key"]}"' in page
        for name in ("title", "text", "why", "good", "bad"):
            assert said[name] in page


def test_the_list_says_what_is_in_force_and_what_is_announced(client):
    assert "No rule book has been published yet" in read(client, "/rules/")
    published()
    publish(valid_for="P1Y")
    page = read(client, "/rules/")
    assert "Version 1.0.0, in force since" in page
    assert "Version 2.0.0, from" in page


def test_a_requirement_has_an_address_of_its_own_with_anchors(client):
    published()
    publish(applies_if=FRENCH)
    page = read(client, "/rules/IDN-002/")
    for anchor in ("text", "satisfied-by", "why", "examples", "calibration", "deadlines", "revisions"):
        assert f'id="{anchor}"' in page
    assert "— and it is asked only if the organisation is established in the country FR." in page
    assert "Revision 1" in page
    assert "Revision 2" in page


def test_a_slash_at_the_end_of_its_address_does_not_matter(client):
    published()
    assert "VAT id" in read(client, "/rules/IDN-002")


def test_versions_say_where_they_stand(client):
    programme = published()
    publish(valid_for="P1Y")
    assert "Version 2.0.0 is announced for" in read(client, "/rules/partner/")
    assert "Announced, and not in force before" in read(client, "/rules/partner/versions/2.0.0/")
    withdraw_announcement(version=programme.versions.head(), reason="Too early.", actor=SYSTEM, at=clock.now())
    assert "It never came into force" in read(client, "/rules/partner/versions/2.0.0/")
    publish(grace="P90D")
    assert "This version was in force until" in read(client, "/rules/partner/versions/1.0.0/")


def test_a_difference_is_shown_under_what_it_is(client):
    published()
    publish(valid_for="P1Y")
    page = read(client, "/rules/partner/diff/1.0.0..2.0.0/")
    assert "Stricter" in page
    assert "With notice" in page
    assert "before: without end" in page
    assert "after: 1 year" in page
    assert "No requirement differs." in read(client, "/rules/partner/diff/1.0.0..1.0.0/")


def test_words_that_change_in_the_other_language_only_are_said_so(client):
    published()
    words = copy.deepcopy(shipped.read_file()["requirements"][1]["words"])
    words["fr"]["why"] = "Autrement dit."
    publish(words=words)
    assert "Only its words in the other language change." in read(client, "/rules/partner/diff/1.0.0..1.0.1/")
    assert "Autrement dit." in read(client, "/rules/partner/diff/1.0.0..1.0.1/", "fr")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "It depends: it is asked only if the organisation is established in the country FR."),
        ("country=FR", "Asked, because the organisation is established in the country FR."),
        ("country=DE", "Not asked: it would be only if the organisation is established in the country FR."),
        ("country=France", "This answer cannot be understood."),
    ],
)
def test_the_preview_says_why_something_is_asked(client, query, said):
    published()
    publish(applies_if=FRENCH)
    assert said in read(client, f"/rules/partner/preview/?{query}")


def test_a_rule_book_without_conditions_has_no_questions(client):
    data = shipped.read_file()
    asked = [{name: part for name, part in r.items() if name != "applies_if"} for r in data["requirements"]]
    publish_programme(**{**data, "requirements": asked}, actor=SYSTEM, at=clock.now())
    assert "There is no question" in read(client, "/rules/partner/preview/")


@pytest.mark.parametrize(
    "path",
    [
        "/rules/elsewhere/",
        "/rules/XXX-999/",
        "/rules/partner/versions/9.9.9/",
        "/rules/partner/diff/1.0.0/",
        "/rules/partner/versions/%00/",
        "/rules/partner/diff/1.0.0..9.9.9/",
        "/programmes/",
    ],
)
def test_what_is_not_published_is_not_there(client, path):
    published()
    read(client, path, status=404)


@pytest.mark.parametrize(("path", "queries"), [("/rules/", 2), ("/rules/partner/", 5), ("/rules/IDN-002/", 1)])
def test_the_queries_do_not_grow_with_the_rows(client, path, queries, django_assert_max_num_queries):
    published()
    with django_assert_max_num_queries(queries):
        read(client, path)
