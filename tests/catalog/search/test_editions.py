"""What a process keeps of the catalogue, and when it lets go of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.search import actions, editions
from catalog.search.document import build
from tests.catalog.search.sources import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer():
    asked = []
    kept = editions.Kept(lambda question: asked.append(question) or len(asked))
    return lambda question: kept.get(question, editions.current().edition)


def test_an_answer_is_kept_until_something_is_published(answer):
    assert (answer("a"), answer("a"), answer("b")) == (1, 1, 2)
    actions.put(entries=[build(source("Wiki"))])
    assert answer("a") == 3


def test_an_answer_is_dropped_when_a_listing_goes(answer):
    wiki = source("Wiki")
    actions.put(entries=[build(wiki)])
    before = answer("a")
    actions.remove(listing_ids=[source("Never there").listing_id])
    assert answer("a") == before
    actions.remove(listing_ids=[wiki.listing_id])
    assert answer("a") != before


def test_the_catalogue_is_not_looked_at_more_often_than_the_settings_say(settings, monkeypatch):
    settings.CATALOGUE_KEPT_SECONDS = 60.0
    monkeypatch.setattr(editions, "_latest", (float("-inf"), editions.Current(None, "[]")))
    with CaptureQueriesContext(connection) as statements:
        assert editions.lately() == editions.lately() == editions.lately()
    assert len(statements) == 1
