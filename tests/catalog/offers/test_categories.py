"""The tree of categories: put up, moved, renamed and taken down by staff, and never a circle."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from catalog.channels.actions import change_channel, found_channel
from catalog.listings.actions import withdraw_listing
from catalog.offers.actions import add_category, change_category, change_offer, draft_offer, retire_category
from catalog.offers.models import Category, Offer
from catalog.offers.refusals import CategoryBelowItself, CategoryInUse, CategorySlugTaken
from catalog.search.models import Document
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from core.events.queries import history
from core.refusals import Invalid, PreconditionFailed
from tests.factories.catalog import category, live_listing, offer
from tests.factories.partners import registered_partner
from tests.partners.conftest import problem
from tests.partners.races import both, while_locked

NOW = {"actor": SYSTEM, "at": clock.now()}


def put(slug: str, parent: str | None) -> Category:
    row = Category.objects.get(slug=slug)
    return change_category(category=row, version=row.version, changes={"parent": parent}, **NOW)


@pytest.fixture
def chain(db):
    """C lies under B because it was put there, and B under A because its name says so."""
    for slug, name in (("a", "A"), ("b", "A - B"), ("c", "C")):
        add_category(slug=slug, name=name, **NOW)
    put("c", "b")


def test_a_category_is_put_up_under_another_and_tells_so(db):
    category("talk", "Talk")
    made = add_category(slug="irc", name="IRC", name_fr="Relais", position=3, parent="talk", **NOW)
    assert (made.parent.slug, made.position, made.version) == ("talk", 3, 1)
    assert [fact.type for fact in history(f"category:{made.pk}")] == ["offers.category_published"]
    with pytest.raises(CategorySlugTaken):
        add_category(slug="irc", name="Other", **NOW)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "a\nb"}, "/name"),
        ({"name_fr": "x" * 81}, "/name_fr"),
        ({"position": -1}, "/position"),
        ({"position": 10**12}, "/position"),
        ({"parent": "nowhere"}, "/parent"),
    ],
)
def test_what_cannot_be_accepted_is_named(chain, changes, pointer):
    row = Category.objects.get(slug="c")
    with pytest.raises(Invalid) as refused:
        change_category(category=row, version=row.version, changes=changes, **NOW)
    assert refused.value.extensions["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(("slug", "parent"), [("a", "a"), ("a", "b"), ("a", "c"), ("b", "c")])
def test_nothing_lies_under_what_lies_under_it(chain, slug, parent):
    with pytest.raises(CategoryBelowItself):
        put(slug, parent)
    assert put("b", None).parent is None


def test_the_database_refuses_a_category_under_itself(chain):
    with pytest.raises(IntegrityError, match="category_not_below_itself"), transaction.atomic():
        Category.objects.filter(slug="a").update(parent=Category.objects.get(slug="a"))


def test_equal_content_changes_nothing_and_an_old_version_is_refused(chain):
    row = Category.objects.get(slug="c")
    same = change_category(category=row, version=row.version, changes={"name": "C", "parent": "b"}, **NOW)
    assert same.version == row.version
    with pytest.raises(PreconditionFailed):
        change_category(category=row, version=row.version - 1, changes={"name": "D"}, **NOW)


def test_a_category_is_retired_once_nothing_stands_on_it(chain, partner):
    made = offer(partner, categories=["c"])
    channel = found_channel(code="north", name="North", categories=["c"], **NOW)
    listing = live_listing(partner, categories=["c"])
    with pytest.raises(CategoryInUse) as refused:
        retire_category(category=Category.objects.get(slug="b"), **NOW)
    assert refused.value.extensions["standing"] == {"categories": 1}
    lone = Category.objects.get(slug="c")
    with pytest.raises(CategoryInUse) as refused:
        retire_category(category=lone, **NOW)
    assert refused.value.extensions["standing"] == {"offers": 2, "listing_versions": 1, "channels": 1}
    for one in (made, listing.offer):
        one.refresh_from_db()
        change_offer(offer=one, version=one.version, changes={"categories": []}, **NOW)
    change_channel(channel=channel, version=channel.version, changes={"categories": []}, **NOW)
    with pytest.raises(CategoryInUse) as refused:
        retire_category(category=lone, **NOW)
    assert refused.value.extensions["standing"] == {"listing_versions": 1}
    withdraw_listing(listing=listing, reason="End of sale.", **NOW)
    retire_category(category=lone, **NOW)
    assert not Category.objects.filter(slug="c").exists()
    assert [*history(f"category:{lone.pk}")][-1].type == "offers.category_retired"


def test_listings_below_a_moved_category_follow_it(partner):
    for slug in ("tools", "work", "chat", "irc"):
        category(slug, slug.title())
    put("irc", "chat")
    live_listing(partner, categories=["irc"])
    deliver_due(at=clock.now())
    assert Document.objects.get().categories == ["chat", "irc"]
    put("chat", "work")
    deliver_due(at=clock.now())
    assert Document.objects.get().categories == ["chat", "irc", "work"]
    assert Client().get("/api/v1/listings?category=work").json()["results"]
    places = Client().get("/api/v1/listings/facets").json()["categories"]
    assert [(one["slug"], one["parent"], one["count"]) for one in places] == [
        ("work", None, 1), ("chat", "work", 1), ("irc", "chat", 1),
    ]  # fmt: skip
    put("irc", None)
    deliver_due(at=clock.now())
    assert Document.objects.get().categories == ["irc"]


def test_a_channel_shows_what_was_put_under_its_shelf(partner):
    category("work", "Work")
    category("irc", "Chat - IRC")
    put("irc", "work")
    listing = live_listing(partner, categories=["irc"])
    deliver_due(at=clock.now())
    found_channel(code="north", name="North", categories=["work"], is_open=True, **NOW)
    assert listing.slug in Client().get("/c/north/").content.decode()
    assert Client().get(f"/c/north/{listing.slug}/").status_code == 200


def test_staff_change_the_tree_over_rest(chain, curator, api):
    made = curator.post("categories", {"slug": "d", "name": "D", "name_fr": "Dé", "parent": "c"})
    assert made.status_code == 201
    assert made.json() == {
        "slug": "d", "name": "D", "names": {"en": "D", "fr": "Dé"}, "position": 0, "parent": "c", "lies_under": "c",
        "version": 1,
    }  # fmt: skip
    assert [(one["slug"], one["parent"], one["lies_under"]) for one in api.get("categories").json()["results"]] == [
        ("a", None, None), ("b", None, "a"), ("c", "b", "b"), ("d", "c", "c"),
    ]  # fmt: skip
    answer = curator.patch("categories/a", {"parent": "d"}, if_match=curator.get("categories/a")["ETag"])
    assert problem(answer, 409)["code"] == "category-below-itself"
    moved = curator.patch("categories/d", {"parent": None, "name": "A - D"}, if_match=made["ETag"])
    assert (moved.json()["parent"], moved.json()["lies_under"]) == (None, "a")
    assert problem(curator.client.delete("/api/v1/categories/a"), 409)["standing"] == {"categories": 2}
    assert curator.client.delete("/api/v1/categories/d").status_code == 204
    assert curator.get("categories/d").status_code == 404


def test_the_list_takes_two_queries(client, chain, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        assert len(client.get("/api/v1/categories").json()["results"]) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_put_under_each_other_at_once_one_is_refused():
    category("a", "A")
    category("b", "B")
    for _ in range(3):
        outcomes = both(lambda: put("a", "b"), lambda: put("b", "a"))
        assert sum(isinstance(one, CategoryBelowItself) for one in outcomes) == 1, outcomes
        for row in Category.objects.exclude(parent=None):
            put(row.slug, None)


@pytest.mark.django_db(transaction=True)
def test_an_offer_that_goes_into_a_category_as_it_is_retired_finds_it_gone():
    row = category("a", "A")
    partner = registered_partner()
    draft = {"partner": partner, "name": "Tide", "summary": "s", "categories": ["a"], **NOW}
    with while_locked(lambda: retire_category(category=row, **NOW), lambda: draft_offer(**draft)) as late:
        pass
    assert isinstance(late.exception(), Invalid)
    row = category("a", "A")
    with while_locked(lambda: draft_offer(**draft), lambda: retire_category(category=row, **NOW)) as late:
        pass
    assert isinstance(late.exception(), CategoryInUse)
    assert Offer.objects.get().categories == ["a"]
