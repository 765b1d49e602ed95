"""What a process recalls follows every change, by the log where it reaches back, else by reading all anew."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.offers.compatibility import Contract
from catalog.search import actions, editions, postings, recalled
from catalog.search.document import build
from catalog.search.models import Change
from catalog.search.query import parse
from tests.catalog.search.sources import source

pytestmark = pytest.mark.django_db


def slugs_known() -> dict[str, int]:
    columns = recalled.recall([], editions.current().edition)[0].columns
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


def with_words(text: str) -> int:
    snapshot, _ = recalled.recall([], editions.current().edition)
    return int(snapshot.postings.matching(parse(text), snapshot.columns).sum())


def test_words_follow_every_change(wikis):
    assert (with_words("docker "), with_words("dock"), with_words("board ")) == (5, 5, 0)
    with CaptureQueriesContext(connection) as statements:
        actions.put(entries=[build(replace(wikis[0], summary="Board")), build(source("Another", summary="Docker"))])
        actions.remove(listing_ids=[wikis[1].listing_id])
        assert (with_words("docker "), with_words("dock"), with_words("board ")) == (4, 4, 1)
        assert with_words("docker board ") == 0
    assert not reads_all(statements)


def test_after_too_many_changes_everything_is_read_anew(wikis, monkeypatch):
    monkeypatch.setattr(postings, "MOST_CHANGED", 2)
    with CaptureQueriesContext(connection) as statements:
        actions.put(entries=[build(replace(one, summary="Board")) for one in wikis[:3]])
        assert (with_words("docker "), with_words("board ")) == (2, 3)
    assert reads_all(statements)


def test_sets_are_found_once_for_an_edition(wikis):
    mine = recalled.Sought("mine", (wikis[0].offer_id,))
    for _ in range(2):
        _, sets = recalled.recall([mine], editions.current().edition)
        assert int(sets[mine].sum()) == 0
    with CaptureQueriesContext(connection) as statements:
        recalled.recall([mine], recalled._present.edition)
    assert len(statements) == 0
    helper = source("Helper", contract=Contract(complements=(wikis[0].offer_id,)))
    actions.put(entries=[build(helper)])
    snapshot, sets = recalled.recall([mine], editions.current().edition)
    assert int(sets[mine].sum()) == 1
    assert len(snapshot.columns.numbers) == 6


def test_no_more_sets_are_kept_than_there_is_room_for(wikis, monkeypatch):
    monkeypatch.setattr(recalled, "MOST_KEPT", 3)
    for n in range(6):
        recalled.recall([recalled.Sought("works_with", f"listing-{n}")], editions.current().edition)
    assert len(recalled._present.sets) == 3
