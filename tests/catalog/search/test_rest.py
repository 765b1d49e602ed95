"""The list over REST."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.search import actions
from catalog.search.api.listings import ListingPageSerializer
from catalog.search.document import Label, Price, build
from catalog.search.editions import current
from catalog.search.recalled import recall
from core.periods import Interval
from tests.catalog.search.sources import source

pytestmark = pytest.mark.django_db


def put(*sources) -> None:
    actions.put(entries=[build(one) for one in sources])


def get(client: Client, parameters: str = "", **headers):
    return client.get(f"/api/v1/listings{parameters}", headers=headers)


def test_the_answer_is_what_openapi_says(client):
    put(source("Photo Wiki"), source("On Request", prices=[]))
    answer = get(client)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    serializer = ListingPageSerializer(data=answer.json())
    assert serializer.is_valid(), serializer.errors
    assert [set(item) for item in answer.json()["results"]] == [
        set(ListingPageSerializer().fields["results"].child.fields)
    ] * 2
    assert answer.json()["results"][0]["from_price"] is None


def test_pages_follow_one_another_to_the_end(client):
    put(*(source(f"Thing {n}") for n in range(5)))
    seen, cursor = [], ""
    while cursor is not None:
        answer = get(client, f"?page_size=2&cursor={cursor}").json()
        seen += [item["name"] for item in answer["results"]]
        cursor = answer["next_cursor"]
    assert seen == [f"Thing {n}" for n in reversed(range(5))]


def test_a_correction_is_told(client):
    put(source("Nextcloud"))
    answer = get(client, "?q=nextclod+").json()
    assert answer["corrections"] == {"nextclod": "nextcloud"}
    assert [item["name"] for item in answer["results"]] == ["Nextcloud"]


def test_a_space_after_a_word_says_that_it_is_whole(client):
    put(source("Webmail"), source("Web"))
    assert {item["name"] for item in get(client, "?q=web").json()["results"]} == {"Web", "Webmail"}
    assert [item["name"] for item in get(client, "?q=web+").json()["results"]] == ["Web"]


def test_from_the_highest_price_down_is_the_way_up_reversed(client):
    put(*(source(f"Thing {n}", prices=[Price("EUR", Decimal(n % 4), Interval.MONTH)]) for n in range(9)))

    def walk(order: str) -> list[str]:
        seen, cursor = [], ""
        while cursor is not None:
            answer = get(client, f"?order={order}&page_size=2&cursor={cursor}").json()
            seen += [item["name"] for item in answer["results"]]
            cursor = answer["next_cursor"]
        return seen

    assert walk("-price") == walk("price")[::-1]
    assert len(walk("price")) == 9


def test_prices_are_compared_in_one_currency_in_minor_units(client):
    put(
        source("Cheap", prices=[Price("EUR", Decimal("5.00"), Interval.MONTH)]),
        source("Dear", prices=[Price("EUR", Decimal("50.00"), Interval.MONTH)]),
        source("Yen", prices=[Price("JPY", Decimal(600), Interval.MONTH)]),
    )
    assert [item["name"] for item in get(client, "?price_max=10.00").json()["results"]] == ["Cheap"]
    assert [item["name"] for item in get(client, "?price_max=1000&currency=JPY").json()["results"]] == ["Yen"]
    assert [item["name"] for item in get(client, "?order=price").json()["results"]] == ["Cheap", "Dear"]
    assert [item["name"] for item in get(client, "?order=-price").json()["results"]] == ["Dear", "Cheap"]


@pytest.mark.parametrize(
    "parameters",
    [
        "?page_size=0", "?page_size=101", "?page_size=x", "?cursor=zz", "?order=best", "?price_min=-1",
        "?price_max=1e5", "?price_min=99999999999999999999", "?currency=eur", "?interval=week",
        "?category=a%00b", "?partner=a b", "?colour=red", f"?q={'x' * 201}", "?cursor=WyJuIiwxLDJd",
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named(client, parameters):
    answer = get(client, parameters)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "validation-failed"
    assert answer.json()["errors"][0]["pointer"] == "/" + parameters[1:].split("=")[0]


@pytest.mark.parametrize(
    "text", ["%00", "%F0%9F%98%80", "%ff%fe", "'%3B--", "a+%26+b+|+!c", "%D9%85%D8%B1%D8%AD%D8%A8%D8%A7", "%ED%A0%80"]
)
def test_any_words_are_answered(client, text):
    put(source("Photo Wiki"))
    assert get(client, f"?q={text}").status_code == 200


def test_an_unchanged_list_is_not_sent_again(client):
    put(source("Photo Wiki"))
    etag = get(client)["ETag"]
    again = get(client, **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    put(source("Another"))
    assert get(client, **{"If-None-Match": etag}).status_code == 200


def test_only_reading_is_possible(client):
    answer = client.post("/api/v1/listings", {}, content_type="application/json")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "most"), [("/api/v1/listings", 3), ("/api/v1/listings/facets", 3), ("/catalog/", 4)]
)
@pytest.mark.parametrize("parameters", ["", "?q=wkii+", "?q=photo+gal&category=tools&price_max=900&interval=month"])
def test_no_list_takes_more_statements_than_it_may(client, address, most, parameters):
    put(source("Photo Gallery"), source("Wiki", categories=[Label("wikis", "Wikis")]))
    # A process reads all listings once, to count them.
    recall([], current().edition)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address + parameters).status_code == 200
    assert len(asked) <= most
