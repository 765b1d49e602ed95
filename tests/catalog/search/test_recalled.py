"""What a process recalls follows every change, by the log where it reaches back, else by reading all anew."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.search import actions, editions, recalled
from catalog.search.document import build
from catalog.search.models import Change
from tests.catalog.search.sources import source

pytestmark = pytest.mark.django_db


def slugs_known() -> dict[str, int]:
    columns, _ = recalled.recall([], editions.current().edition)
    return columns.labels["categories"].count(columns.everything())


@pytest.fixture
def wikis():
    """Five listings that the process has read."""
    made = [source(f"Wiki {n}", summary="Docker") for n in range(5)]
    actions.put(entries=[build(one) for one in made])
    assert slugs_known() == {"tools": 5}
    return made


def reads_all(statements: CaptureQueriesContext) -> bool:
    return any(query["sql"].startswith(recalled._ALL) for query in statements)


def test_changed_new_and_removed_listings_are_followed_by_the_log(wikis):
    with CaptureQueriesContext(connection) as statements:
        actions.put(entries=[build(source("Another"))])
        actions.remove(listing_ids=[wikis[0].listing_id, wikis[1].listing_id])
        actions.put(entries=[build(wikis[2])])
        assert slugs_known() == {"tools": 4}
    assert not reads_all(statements)


def test_who_was_left_behind_by_the_log_reads_all_anew(wikis, monkeypatch):
    monkeypatch.setattr(editions, "MOST_LOGGED", 2)
    for one in wikis[:3]:
        actions.remove(listing_ids=[one.listing_id])
    assert Change.objects.count() == 2
    with CaptureQueriesContext(connection) as statements:
        assert slugs_known() == {"tools": 2}
    assert reads_all(statements)


def test_an_edition_without_numbers_lets_everybody_read_anew(wikis):
    editions.begin()
    with CaptureQueriesContext(connection) as statements:
        assert slugs_known() == {"tools": 5}
    assert reads_all(statements)


def test_sets_are_found_once_for_an_edition(wikis):
    docker = recalled.Sought("words", "'docker'")
    for expected in (5, 5):
        _, sets = recalled.recall([docker], editions.current().edition)
        assert int(sets[docker].sum()) == expected
    with CaptureQueriesContext(connection) as statements:
        recalled.recall([docker], recalled._present.edition)
    assert len(statements) == 0
    actions.remove(listing_ids=[wikis[0].listing_id])
    columns, sets = recalled.recall([docker], editions.current().edition)
    assert int(sets[docker].sum()) == len(columns.numbers) == 4


def test_no_more_sets_are_kept_than_there_is_room_for(wikis, monkeypatch):
    monkeypatch.setattr(recalled, "MOST_KEPT", 3)
    for n in range(6):
        recalled.recall([recalled.Sought("words", f"'word{n}'")], editions.current().edition)
    assert len(recalled._present.sets) == 3
