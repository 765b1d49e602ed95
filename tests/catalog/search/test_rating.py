"""Stars in lists: shown, counted, put in order, and following the reviews."""

import random
import re
from fractions import Fraction
from html import unescape

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from catalog.listings.ratings import NOBODY, Rating
from catalog.search import actions
from catalog.search.document import build
from catalog.search.models import Document
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from marketplace.reviews.actions import change_review, hide, restore, withdraw_review
from tests.catalog.search.sources import source
from tests.factories.catalog import FLAT, live_listing
from tests.factories.reviews import holder, review

NOW = {"actor": SYSTEM, "at": clock.now()}
STARS = st.lists(st.integers(1, 5), max_size=80)
STATEMENT = "SELECT count(*) FROM search_document WHERE (card::jsonb #>> '{rating,average}')::numeric >= %s"


@pytest.fixture(autouse=True)
def _cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def put(*sources) -> None:
    actions.put(entries=[build(one) for one in sources])


def listed(client, parameters: str) -> list[str]:
    names, cursor = [], ""
    while cursor is not None:
        answer = client.get(f"/api/v1/listings{parameters}&cursor={cursor}")
        assert answer.status_code == 200, answer.content
        names += [one["name"] for one in answer.json()["results"]]
        cursor = answer.json()["next_cursor"]
    return names


@given(STARS, st.integers(1, 5))
def test_the_damped_average_lies_between_average_and_middle_and_follows_each_review(stars, another):
    rating, more = Rating.of(stars), Rating.of([*stars, another])
    assert rating.damped == Fraction(sum(stars) + 15, len(stars) + 5)
    average = Fraction(sum(stars), len(stars)) if stars else Fraction(3)
    assert min(average, 3) <= rating.damped <= max(average, 3)
    assert (more.damped > rating.damped) == (another > rating.damped)


@pytest.mark.django_db
def test_one_review_of_five_stars_does_not_win(client):
    put(
        source("Bad", rating=Rating.of([1, 2])),
        source("Unknown"),
        source("Single", rating=Rating.of([5])),
        source("Loved", rating=Rating.of([5] * 32 + [4] * 8)),
        source("Liked", rating=Rating.of([4] * 10)),
    )
    for size in (1, 2, 3, 100):
        assert listed(client, f"?order=rating&page_size={size}") == ["Loved", "Liked", "Single", "Unknown", "Bad"]


@pytest.mark.django_db
def test_what_says_four_stars_is_among_those_with_four_or_more(client):
    put(
        source("Nearly", rating=Rating.of([4] * 19 + [3])),
        source("Not quite", rating=Rating.of([4] * 9 + [3])),
        source("Unknown"),
    )
    assert [str(Rating.of([4] * n + [3]).average) for n in (19, 9)] == ["4.0", "3.9"]
    assert listed(client, "?rating=4") == ["Nearly"]
    assert listed(client, "?rating=3") == ["Not quite", "Nearly"]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["5", "0", "4.5", "x", "-3", "%00"])
def test_another_rating_is_refused_by_name(client, wrong):
    answer = client.get(f"/api/v1/listings?rating={wrong}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/rating"


@pytest.fixture
def generated(db):
    dice = random.Random(3)
    made = [Rating.of(dice.choices([1, 2, 3, 4, 5], k=dice.choice([0, 0, 1, 2, 7]))) for _ in range(120)]
    put(*(source(f"Thing {n}", summary=dice.choice(["php", "docker"]), rating=each) for n, each in enumerate(made)))


@pytest.mark.parametrize("words", ["", "docker"])
@pytest.mark.parametrize("chosen", ["", "&rating=3", "&rating=4"])
def test_counts_are_what_sql_says_of_the_cards_whatever_is_chosen(client, generated, words, chosen):
    narrowed = " AND card::jsonb ->> 'summary' = 'docker'" if words else ""
    found = client.get(f"/api/v1/listings/facets?q={words}{chosen}").json()
    with connection.cursor() as cursor:
        for each in found["ratings"]:
            cursor.execute(STATEMENT + narrowed, [each["least"]])
            assert each["count"] == cursor.fetchone()[0] == len(listed(client, f"?q={words}&rating={each['least']}"))
    assert [each["least"] for each in found["ratings"]] == [4, 3]
    assert [each["least"] for each in found["ratings"] if each["selected"]] == [int(one) for one in chosen[-1:]]
    assert found["total"] == len(listed(client, f"?q={words}{chosen}"))


@pytest.mark.django_db
def test_the_page_shows_stars_where_there_are_reviews_and_the_facet(client):
    put(source("Rated", rating=Rating.of([4, 4, 4, 5])), source("Unrated"))
    text = unescape(client.get("/catalog/").content.decode())
    assert re.findall(r'<span class="stars" aria-hidden="true">(.*?)</span>', text) == ["★★★★☆"]
    assert "4.3 of 5 stars, 4 reviews" in text
    assert '<a href="/catalog/?rating=4"><span>4 stars or more</span> <span class="count">1</span>' in text
    assert '<option value="rating">Best rated</option>' in text
    french = unescape(client.get("/catalog/?rating=4", headers={"Accept-Language": "fr"}).content.decode())
    assert "4,3 étoiles sur 5, 4 avis" in french
    assert "4 étoiles ou plus" in french


@pytest.mark.django_db
def test_nothing_is_said_of_ratings_where_there_are_none(client):
    put(source("Unrated"))
    text = client.get("/catalog/").content.decode()
    assert 'class="stars"' not in text
    assert "stars or more" not in text


@pytest.mark.django_db
def test_the_row_follows_the_reviews(client):
    listing = live_listing(plans=[FLAT])
    deliver_due(at=clock.now())

    def shown() -> tuple[int | None, int, dict | None]:
        deliver_due(at=clock.now())
        row = Document.objects.get()
        (card,) = client.get("/api/v1/listings").json()["results"]
        return row.rating_tenths, row.rating_key, card["rating"]

    unrated = (None, 3_000_000, None)
    assert shown() == unrated
    first = review(listing, stars=5)
    assert shown() == (50, 3_333_333, {"average": "5.0", "count": 1})
    second = review(listing, by=holder(listing), stars=2)
    assert shown() == (35, 3_142_857, {"average": "3.5", "count": 2})
    change_review(review=second, version=second.version, changes={"stars": 4}, written_by=None, **NOW)
    assert shown()[2] == {"average": "4.5", "count": 2}
    hide(review=first, about="review", reason="Not about this", **NOW)
    assert shown()[2] == {"average": "4.0", "count": 1}
    first.refresh_from_db()
    restore(review=first, about="review", reason="It is", **NOW)
    assert shown()[2] == {"average": "4.5", "count": 2}
    for each in (first, second):
        each.refresh_from_db()
        withdraw_review(review=each, **NOW)
    assert shown() == unrated
    assert NOBODY.damped == 3
