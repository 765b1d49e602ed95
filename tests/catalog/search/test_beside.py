"""What stands beside a listing: others like it, and those looked at before."""

import re
from copy import deepcopy
from html import unescape
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client

from catalog.listings.actions import withdraw_listing
from catalog.search import actions, editions
from catalog.search.document import Label, build
from catalog.search.recent import COOKIE, MOST_KEPT, MOST_SHOWN
from catalog.search.related import MOST_RELATED, Like, related
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from tests.catalog.search.sources import source
from tests.factories.catalog import FLAT, live_listing
from tests.factories.partners import vetted_partner

pytestmark = pytest.mark.django_db

WIKIS, MAIL, LISTS = Label("wikis", "Wikis"), Label("mail", "Messages - Email"), Label("irc", "Messages - IRC")


def names(listing_id) -> list[str]:
    return re.findall(r'"name":"([^"]+)","summary"', "\n".join(related(Like(listing_id))))


def put(*sources) -> None:
    actions.put(entries=[build(one) for one in sources])


def test_those_of_the_same_category_that_say_the_same_rare_words_come_first():
    this = source("Sender", summary="newsletters with dkim signatures", categories=[MAIL])
    put(
        this,
        source("Elsewhere", summary="newsletters with dkim signatures", categories=[WIKIS]),
        source("Unlike", summary="reads mails", categories=[MAIL]),
        source("Heading", summary="dkim", categories=[LISTS]),
        source("Very like", summary="dkim signatures", categories=[MAIL]),
        source("Not at all", summary="a game", categories=[Label("games", "Games")]),
    )
    assert names(this.listing_id) == ["Very like", "Heading", "Unlike", "Elsewhere"]


def test_they_are_at_most_six_and_never_the_listing_itself():
    wikis = [source(f"Wiki {n}", categories=[WIKIS]) for n in range(9)]
    put(*wikis)
    assert names(wikis[8].listing_id) == [f"Wiki {n}" for n in reversed(range(8))][:MOST_RELATED]
    assert related(Like(uuid4())) == []


def test_words_of_any_letters_are_compared():
    same = "日本語 l'été '\\ :* naïve"
    one, other = source("One", summary=same, categories=[]), source("Two", summary=same, categories=[])
    put(one, other)
    assert names(one.listing_id) == ["Two"]


@pytest.fixture(scope="module")
def made(for_the_module):
    partner = vetted_partner()
    made = [live_listing(partner, name=f"Board {n:02}", plans=[FLAT]) for n in range(MOST_KEPT + 3)]
    deliver_due(at=clock.now())
    return made


@pytest.fixture
def boards(made, db):
    return deepcopy(made)


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


def look(visitor, listing) -> dict[str, list[str]]:
    """Open the page of a listing; return the names below each heading."""
    html = visitor.get(f"/catalog/{listing.slug}/").content.decode()
    parts = re.findall(r'<h2 id="(related|recent)">(.*?)</section>', html, re.DOTALL)
    return {name: re.findall(r'class="stretched"[^>]*>([^<]+)', part) for name, part in parts}


def test_what_was_looked_at_is_shown_the_last_one_first(visitor, boards):
    assert "recent" not in look(visitor, boards[0])
    look(visitor, boards[1])
    look(visitor, boards[0])
    assert look(visitor, boards[2])["recent"] == ["Board 00", "Board 01"]
    assert "recent" not in look(Client(headers={"accept-language": "en"}), boards[2])


def test_the_browser_alone_keeps_it_and_no_more_than_twelve(visitor, boards):
    for board in boards:
        look(visitor, board)
    cookie = visitor.cookies[COOKIE]
    told = signing.loads(cookie.value, salt="catalog.search.recent")
    assert told == [board.pk.hex for board in boards[::-1]][:MOST_KEPT]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert len(cookie.value) < 1000
    assert "sessionid" not in visitor.cookies
    assert look(visitor, boards[0])["recent"] == [f"Board {n:02}" for n in reversed(range(15))][:MOST_SHOWN]


@pytest.mark.parametrize(
    "forged",
    ["", "x", "W10:x:y", "ÿ", signing.dumps(["a"]), "a" * 5000],
    ids=["empty", "a letter", "no signature", "not ascii", "signed for something else", "long"],
)
def test_a_cookie_that_we_did_not_sign_is_nothing(visitor, boards, forged):
    visitor.cookies[COOKIE] = forged
    assert "recent" not in look(visitor, boards[0])


@pytest.mark.parametrize("told", [["no-id"], [None], {"a": 1}, 7, [["a"]], [3]])
def test_a_cookie_of_another_shape_is_nothing(visitor, boards, told):
    visitor.cookies[COOKIE] = signing.dumps(told, salt="catalog.search.recent")
    assert "recent" not in look(visitor, boards[0])


def test_what_is_withdrawn_is_shown_nowhere(visitor, boards):
    look(visitor, boards[0])
    withdraw_listing(listing=boards[0], actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())
    found = look(visitor, boards[1])
    assert "recent" not in found
    assert "Board 00" not in found["related"]


def test_all_of_it_can_be_ticked_to_be_compared(visitor, boards):
    look(visitor, boards[0])
    html = unescape(visitor.get(f"/catalog/{boards[1].slug}/").content.decode())
    assert '<input type="hidden" name="listing" value="board-01" form="compare">' in html
    assert "Compare with Board 01" in html
    assert html.count('form="compare"') == MOST_RELATED + 2
    compared = unescape(visitor.get("/compare?listing=board-05").content.decode())
    assert re.findall(r'id="m\d" name="listing" value="([^"]+)"', compared) == ["board-01", "board-00"]


def test_what_stands_beside_costs_few_queries(visitor, boards, django_assert_num_queries):
    # Nothing is kept of an edition that has just begun.
    editions.begin([])
    look(visitor, boards[0])
    # The page's four, what was looked at, what is like it and what is taken with it, and the two looks at the edition.
    with django_assert_num_queries(9):
        look(visitor, boards[1])
    with django_assert_num_queries(7):
        look(visitor, boards[1])
