"""What works with what is held, in a catalogue made by chance: found, counted and put first as SQL says."""

import random
from dataclasses import replace

import pytest
from django.db import connection

from catalog.offers.compatibility import Contract, Need
from catalog.search import actions, queries
from catalog.search.cursors import Order
from catalog.search.document import build
from catalog.search.filters import Filters
from catalog.search.query import Query
from tests.catalog.search.sources import source
from tests.factories.partners import seat
from tests.partners.conftest import Api

pytestmark = pytest.mark.django_db

# Asked in another way: each listing beside each offer held, one by one, from the rows alone.
TRUTH = """
SELECT one.listing_id FROM search_document AS one
WHERE EXISTS (
    SELECT FROM unnest(%(held)s::uuid[]) AS held (offer) WHERE held.offer = ANY(one.works_with) OR EXISTS (
        SELECT FROM search_document AS other WHERE other.offer_id = held.offer AND one.offer_id = ANY(other.works_with)
    )
) AND NOT EXISTS (
    SELECT FROM unnest(%(held)s::uuid[]) AS held (offer) WHERE held.offer = ANY(one.excludes) OR EXISTS (
        SELECT FROM search_document AS other WHERE other.offer_id = held.offer AND one.offer_id = ANY(other.excludes)
    )
)
"""


@pytest.fixture(autouse=True)
def _cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def generated():
    """A catalogue in which half say something of others, at random; returns the ids of its offers."""
    dice = random.Random(11)
    made = [source(f"Thing {n}", summary=dice.choice(["docker", "php"])) for n in range(150)]
    offers = [one.offer_id for one in made]
    actions.put(entries=[build(one) for one in (_with_contract(one, offers, dice) for one in made)])
    return offers


def _with_contract(one, offers, dice):
    named = dice.sample(offers, 5)
    contract = Contract(
        complements=tuple(named[: dice.choice([0, 0, 1, 2])]),
        requires=tuple(Need(offer) for offer in named[2 : dice.choice([2, 2, 3])]),
        excludes=tuple(named[3 : dice.choice([3, 4, 5])]),
    )
    return replace(one, contract=contract)


@pytest.mark.parametrize("seed", range(12))
def test_filter_count_and_order_are_what_sql_says(generated, monkeypatch, client, seed):
    dice = random.Random(seed)
    held = tuple(sorted(dice.sample(generated, dice.choice([1, 3, 10, 40]))))
    with connection.cursor() as cursor:
        cursor.execute(TRUTH, {"held": list(held)})
        truth = {str(listing_id) for (listing_id,) in cursor.fetchall()}
    assert truth
    found = queries.page(Query(), Filters(mine=held), Order.NEWEST, None, 1000)
    assert {row.listing_id for row in found} == truth
    ordered = [row.listing_id for row in queries.page(Query(), Filters(), Order.FITTING, None, 1000, held=held)]
    newest = [row.listing_id for row in queries.page(Query(), Filters(), Order.NEWEST, None, 1000)]
    assert ordered == sorted(newest, key=lambda listing_id: listing_id not in truth)

    # What is held is random here, too: the floor above has been asked by the tests before.
    monkeypatch.setattr("catalog.listings.holders._asked_for_all", [lambda _holder: held])
    api = Api(seat().user)
    plain = api.get("listings/facets").json()
    assert plain["mine"] == {"count": len(truth), "selected": False}
    assert plain["total"] == len(generated)
    chosen = api.get("listings/facets?mine=true&partner=acme").json()
    assert chosen["mine"] == {"count": len(truth), "selected": True}
    assert chosen["total"] == chosen["schemes"][0]["count"] == len(truth)
    words = api.get("listings/facets?q=docker+").json()
    with connection.cursor() as cursor:
        cursor.execute(f"{TRUTH} AND card::jsonb ->> 'summary' = 'docker'", {"held": list(held)})
        assert words["mine"]["count"] == len(cursor.fetchall())


def test_nobody_reads_a_count_of_mine(generated):
    assert Api().get("listings/facets").json()["mine"] is None
    assert Api(seat().user).get("listings/facets").json()["mine"] is None
