"""The table of documents and the counts of their words, kept together."""

import pytest
from django.db import connection

from catalog.search import actions
from catalog.search.document import build
from catalog.search.models import Document, Word
from tests.catalog.search.sources import source

pytestmark = pytest.mark.django_db


def counts() -> dict[str, tuple[int, int]]:
    return {word.word: (word.documents, word.spelled) for word in Word.objects.all()}


def truth() -> dict[str, tuple[int, int]]:
    actions.recount_words()
    return counts()


def test_words_are_counted_as_listings_come_change_and_go():
    first, second = source("Photo Wiki"), source("Photos", summary="")
    actions.put(entries=[build(first), build(second)])
    assert counts()["photo"] == (2, 1)
    assert counts()["photos"] == (1, 1)
    changed = source("Calendar", listing_id=second.listing_id, slug=second.slug)
    actions.put(entries=[build(changed)])
    assert counts()["photo"] == (1, 1)
    assert "photos" not in counts()
    assert counts() == truth()
    actions.remove(listing_ids=[first.listing_id])
    assert "wiki" not in counts()
    actions.remove(listing_ids=[first.listing_id, second.listing_id])
    assert counts() == {}
    assert not Document.objects.exists()


def test_putting_the_same_listing_again_changes_nothing():
    entry = build(source("Photo Wiki"))
    actions.put(entries=[entry])
    before = counts()
    actions.put(entries=[entry])
    assert counts() == before
    assert Document.objects.count() == 1


def test_a_recount_heals_what_is_wrong():
    actions.put(entries=[build(source("Photo Wiki"))])
    right = counts()
    Word.objects.filter(word="photo").update(documents=99)
    Word.objects.filter(word="wiki").delete()
    Word.objects.create(word="ghost", documents=1, spelled=1)
    assert truth() == right


def test_any_published_text_is_stored():
    names = ["' \\ :*", "مرحبا بالعالم", "🚀", "日本語のソフト", "e\u0301te\u0301", "a" * 300]
    actions.put(entries=[build(source(name, description="\\' & | ! <->")) for name in names])
    assert Document.objects.count() == len(names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM search_word WHERE word = %s", ["ete"])
        assert cursor.fetchone() == ("ete",)
