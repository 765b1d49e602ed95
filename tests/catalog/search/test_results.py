"""What a search finds, in which order, page by page."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.search import actions, queries, ranking
from catalog.search.bilingual import table
from catalog.search.cursors import Order, decode, encode
from catalog.search.document import Label, Price, build
from catalog.search.queries import Filters
from catalog.search.query import parse, refine
from core.periods import Interval
from tests.catalog.search.sources import source

pytestmark = pytest.mark.django_db

EVERYTHING = Filters()
PHRASES = [" ".join(said) for each in table().phrases.values() for said, _ in each]


def put(*sources) -> None:
    actions.put(entries=[build(one) for one in sources])


def by_default(query) -> Order:
    return Order.RELEVANCE if query else Order.NEWEST


def search(text: str, filters: Filters = EVERYTHING, order: Order | None = None) -> list[str]:
    query, _ = refine(parse(text), queries.known_words(parse(text))) if text else (parse(""), {})
    return [row.name_key for row in queries.page(query, filters, order or by_default(query), None, 100)]


def test_the_name_counts_before_the_category_before_the_summary_before_the_description():
    put(
        source("Elsewhere", description="a gallery"),
        source("Summed up", summary="a gallery"),
        source("Filed", categories=[Label("gallery", "Gallery")]),
        source("My Gallery"),
        source("Galleryverse"),
        source("Gallery Plus"),
        source("Gallery"),
    )
    assert search("gallery") == [
        "gallery", "gallery plus", "my gallery", "galleryverse", "filed", "summed up", "elsewhere",
    ]  # fmt: skip


def test_every_word_must_be_there_in_some_form():
    put(source("Photo Gallery"), source("Photo Wiki"), source("Pictures", summary="Galleries of photos"))
    assert search("photos gallery ") == ["photo gallery", "pictures"]
    assert search("photos unheard-of ") == []


def test_of_equal_rank_the_newest_comes_first():
    put(source("Wiki One"), source("Wiki Two"))
    assert search("wiki ") == ["wiki two", "wiki one"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("partage de fichiers", ["exchange"]), ("mot de passe", ["keeper", "francais"]), ("domotique", []),
        ("mots de passes ", ["keeper", "francais"]), ("Passwords", ["keeper", "francais"]),
        ("calandrier", ["diary"]), ("vidéosurveillance", ["watch"]),
    ],
)  # fmt: skip
def test_french_words_find_what_is_said_in_english_and_the_other_way_round(typed, found):
    put(
        source("Français", summary="Un gestionnaire de mots de passe"),
        source("Keeper", summary="Manages passwords"),
        source("Exchange", summary="Sharing of files"),
        source("Diary", summary="A calendar"),
        source("Watch", summary="Video surveillance"),
        source("Elsewhere", summary="videos at home"),
        source("Walker", summary="de passage, un mot"),
    )
    assert sorted(search(typed)) == sorted(found)


@pytest.mark.parametrize("typed", ["next cloud", "Next Cloud ", "nextcloud", "NextCloud "])
def test_a_name_is_found_in_one_word_or_two(typed):
    put(source("Nextcloud"), source("Next", summary="not a cloud"), source("Cloud"))
    assert search(typed)[0] == "nextcloud"


def test_a_stem_finds_but_ranks_behind_the_word_itself():
    put(
        source("Books", summary="Accounting"),
        source("Account Server"),
        source("Accountings"),
        source("Ledger", summary="An account"),
    )
    assert search("accounting ") == ["accountings", "books", "ledger", "account server"]


def test_of_names_that_begin_as_typed_the_shorter_comes_first():
    put(source("Nextcloud"), source("Nextgis Web"), source("Nextcloudpi"))
    assert search("next") == ["nextcloud", "nextcloudpi", "nextgis web"]


def test_a_listing_is_found_by_the_french_name_of_its_category():
    put(source("Ledger", categories=[Label("books", "Bookkeeping", "Tenue de livres")]))
    assert search("tenue de livres ") == ["ledger"]


@pytest.mark.parametrize("typed", ["nextclod", "nxtcloud", "Nextcluod ", "NEXTCLOUD", "nextcl", "nextclouds "])
def test_a_product_is_found_despite_typing_errors(typed):
    put(source("Nextcloud"), source("Wiki"), source("Owncloud"))
    assert search(typed) == ["nextcloud"]


@pytest.mark.parametrize("typed", ["wkii ", "wikki ", "wki ", "wimi "])
def test_a_short_word_is_corrected_too(typed):
    put(source("Wiki"), source("Calendar"))
    assert search(typed) == ["wiki"]


def test_accents_and_french_forms_do_not_hide_a_listing():
    put(source("Factura", summary="Facturation électronique pour les sociétés"))
    assert search("factures electroniques ") == ["factura"]


def test_the_beginning_of_one_or_two_letters_finds_words_too():
    put(source("Mastodon"), source("Wiki"))
    assert search("m") == search("ma") == ["mastodon"]


def test_filters_narrow_and_agree_with_one_another():
    put(
        source("A", categories=[Label("wikis", "Wikis")], prices=[Price("EUR", Decimal("5.00"), Interval.MONTH)]),
        source("B", partner=Label("zed", "Zed"), prices=[Price("EUR", Decimal("120.00"), Interval.YEAR)]),
        source("C", prices=[Price("JPY", Decimal(700), Interval.MONTH)]),
    )
    assert search("", Filters(category="wikis")) == ["a"]
    assert search("", Filters(partner="zed")) == ["b"]
    assert search("", Filters(interval="year")) == ["b"]
    assert search("", Filters(currency="EUR", price_min=501, price_max=1000)) == ["b"]
    assert search("", Filters(currency="EUR", price_max=1000), Order.PRICE) == ["a", "b"]
    assert search("a", Filters(partner="zed")) == []


@pytest.mark.parametrize("most_ranked", [3, 1000])
@pytest.mark.parametrize(
    ("text", "order"), [*(("wiki", order) for order in Order), *(("", order) for order in Order if order[0] != "r")]
)
def test_pages_together_are_the_list_once_each(order, most_ranked, text, monkeypatch):
    monkeypatch.setattr(ranking, "MOST_RANKED", most_ranked)
    monkeypatch.setattr(ranking, "MOST_NAMED", max(2, most_ranked // 2))
    same = [Price("EUR", Decimal("9.00"), Interval.MONTH)]
    put(*(source("Wiki" if n % 3 else "Other", summary="a wiki", prices=same) for n in range(23)))
    query, _ = refine(parse(text), queries.known_words(parse(text))) if text else (parse(""), {})
    whole = [row.listing_id for row in queries.page(query, Filters(), order, None, 100)]
    seen, after = [], None
    while rows := queries.page(query, Filters(), order, after, 4):
        seen += [row.listing_id for row in rows]
        after = decode(encode(rows[-1].place(order)), order)
    assert seen == whole
    assert len(set(seen)) == 23


def test_a_broad_search_still_puts_names_first(monkeypatch):
    monkeypatch.setattr(ranking, "MOST_RANKED", 5)
    put(source("Docker"), source("Docker Desk"), *(source(f"Thing {n}", summary="for docker") for n in range(9)))
    found = search("docker ")
    assert found[:2] == ["docker", "docker desk"]
    assert found[2:] == [f"thing {n}" for n in reversed(range(9))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*table().words, *PHRASES, "de", "x"]), max_size=8).map(" ".join))
def test_no_words_of_two_languages_break_the_search(text):
    query, _ = refine(parse(text), queries.known_words(parse(text))) if parse(text) else (parse(""), {})
    queries.page(query, Filters(category="tools"), by_default(query), None, 5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60), st.sampled_from(Order))
def test_no_text_breaks_the_search(text, order):
    query = parse(text)
    with CaptureQueriesContext(connection) as asked:
        if query:
            query, _ = refine(query, queries.known_words(query))
        queries.page(query, Filters(), order if query else by_default(query), None, 5)
    assert len(asked) <= 2
