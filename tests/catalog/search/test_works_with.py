"""What works with what somebody holds: found, counted, and shown first."""

from base64 import b64encode
from copy import deepcopy
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.listings.actions import retire
from catalog.offers.compatibility import Contract
from catalog.search import actions
from catalog.search.document import build
from catalog.search.models import Document
from core import clock
from core.accounts.actions import create_api_client
from core.actors import SYSTEM
from core.events.postman import deliver_due
from marketplace.subscriptions.models import Subscription
from tests.catalog.search.sources import source
from tests.factories.catalog import FLAT, live_listing, plan_of
from tests.factories.customers import customer, order
from tests.factories.partners import seat
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db
NOW = {"actor": SYSTEM, "at": clock.now()}


@pytest.fixture(autouse=True)
def _cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def add_on(name: str, **compatibility):
    return live_listing(name=name, plans=[FLAT], kind="add_on", compatibility=compatibility)


@pytest.fixture(scope="module")
def made(for_the_module):
    base, rival = (live_listing(name=name, plans=[FLAT]) for name in ("Base", "Rival"))
    base_id, rival_id = str(base.offer_id), str(rival.offer_id)
    made = {
        "Base": base,
        "Rival": rival,
        "Helper": add_on("Helper", complements=[base_id]),
        "Needy": add_on("Needy", requires={"match": "any", "offers": [{"offer": base_id}, {"offer": rival_id}]}),
        "Jealous": add_on("Jealous", complements=[base_id], excludes=[rival_id]),
        "Stranger": live_listing(name="Stranger", plans=[FLAT]),
    }
    deliver_due(at=clock.now())
    return made


@pytest.fixture
def shop(made, db):
    """Two products, and add-ons for them; the oldest first."""
    return deepcopy(made)


@pytest.fixture
def buyer(shop):
    """A member of an organisation that holds Base."""
    member = seat()
    hold(member, shop["Base"])
    return member


def hold(member, listing) -> None:
    buys = getattr(member.organisation, "customer", None) or customer(member.organisation)
    order(buys, [(plan_of(listing, FLAT["code"]), 1)])


def names(api: Api, parameters: str = "") -> list[str]:
    answer = api.get(f"listings{parameters}")
    assert answer.status_code == 200, answer.content
    return [one["name"] for one in answer.json()["results"]]


def test_the_row_keeps_what_the_live_version_says(shop):
    row = Document.objects.get(name_key="jealous")
    assert (row.offer_id, row.works_with, row.excludes) == (
        shop["Jealous"].offer_id,
        [shop["Base"].offer_id],
        [shop["Rival"].offer_id],
    )
    assert set(Document.objects.get(name_key="needy").works_with) == {shop["Base"].offer_id, shop["Rival"].offer_id}
    assert Document.objects.get(name_key="base").works_with == []


def test_what_works_with_a_listing_is_found_from_both_sides(shop):
    nobody = Api()
    assert names(nobody, f"?works_with={shop['Base'].slug}") == ["Jealous", "Needy", "Helper"]
    assert names(nobody, f"?works_with={shop['Rival'].slug}") == ["Needy"]
    assert names(nobody, f"?works_with={shop['Helper'].slug}") == ["Base"]
    assert names(nobody, f"?works_with={shop['Stranger'].slug}") == []
    assert names(nobody, "?works_with=nothing-of-this-name") == []
    assert names(nobody, f"?works_with={shop['Base'].slug}&q=helper") == ["Helper"]


def test_a_listing_that_is_not_sold_any_more_is_worked_with_still(shop):
    retire(listing=shop["Base"], reason="Replaced", **NOW)
    deliver_due(at=clock.now())
    assert names(Api(), f"?works_with={shop['Base'].slug}") == ["Jealous", "Needy", "Helper"]


def test_mine_is_what_works_with_something_held_and_quarrels_with_nothing_held(shop, buyer):
    api = Api(buyer.user)
    assert names(api, "?mine=true") == ["Jealous", "Needy", "Helper"]
    assert names(api, "?mine=true&order=name") == ["Helper", "Jealous", "Needy"]
    hold(buyer, shop["Rival"])
    assert names(api, "?mine=true") == ["Needy", "Helper"]
    assert len(names(api, "?mine=false")) == 6


def test_what_is_held_may_exclude_from_its_side(shop):
    member = seat()
    hold(member, shop["Base"])
    hold(member, shop["Jealous"])
    assert "Rival" not in names(Api(member.user), "?mine=true")
    assert "Base" in names(Api(member.user), "?mine=true")


def test_what_ended_is_not_held(shop, buyer):
    Subscription.objects.update(state="ended", ends_on=clock.now().date())
    assert names(Api(buyer.user), "?mine=true") == []


def test_who_holds_nothing_finds_nothing_and_sees_the_list_as_everybody(shop):
    api = Api(seat().user)
    assert names(api, "?mine=true") == []
    assert names(api) == names(Api()) == ["Stranger", "Jealous", "Needy", "Helper", "Rival", "Base"]


def program(member, scope: str) -> dict[str, str]:
    """The headers of a program of the member's organisation."""
    where = member.organisation.pk
    made, secret = create_api_client(organisation_id=where, name=scope, scopes={scope}, **NOW)
    basic = b64encode(f"{made.pk}:{secret}".encode()).decode()
    answer = Client().post(
        "/oauth/token", {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"}
    )
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.mark.parametrize("path", ["listings", "listings/facets"])
def test_nobody_has_no_mine_and_is_told_what_to_do(shop, path):
    answer = problem(Api().get(f"{path}?mine=true"), 401, "authentication-required")
    assert "Without “mine” the catalogue is open to everybody." in answer["detail"]
    assert Api().get(f"{path}?mine=maybe").json()["errors"][0]["pointer"] == "/mine"


def test_a_program_finds_what_works_with_what_its_organisation_holds_if_it_may_read_that(shop, buyer):
    able, unable = (program(buyer, scope) for scope in ("subscriptions:read", "offers:read"))
    found = Client().get("/api/v1/listings?mine=true", headers=able).json()["results"]
    assert [one["name"] for one in found] == ["Jealous", "Needy", "Helper"]
    problem(Client().get("/api/v1/listings?mine=true", headers=unable), 403, "insufficient-scope")
    shown = Client().get("/api/v1/listings", headers=unable).json()["results"]
    assert [one["name"] for one in shown] == names(Api())


def test_the_plain_list_begins_with_what_works_with_what_one_holds(shop, buyer):
    api = Api(buyer.user)
    assert names(api) == ["Jealous", "Needy", "Helper", "Stranger", "Rival", "Base"]
    assert names(api, "?order=newest") == names(Api())
    assert names(api, "?q=s")[0] == "Stranger"
    problem(api.get("listings?order=fitting"), 422)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_pages_fit_together_whatever_is_published_in_between(shop, buyer, size):
    api, seen, cursor = Api(buyer.user), [], ""
    expected = names(api)
    while cursor is not None:
        answer = api.get(f"listings?page_size={size}&cursor={cursor}").json()
        seen += [one["name"] for one in answer["results"]]
        cursor = answer["next_cursor"]
        contract = Contract(complements=(shop["Base"].offer_id,))
        actions.put(entries=[build(source("New", contract=contract, published_at=clock.now()))])
    assert seen == expected


def test_a_list_begun_by_nobody_goes_on_newest_first_and_the_other_way_round_is_refused(shop, buyer):
    begun = Api().get("listings?page_size=2").json()
    assert names(Api(buyer.user), f"?cursor={begun['next_cursor']}") == ["Needy", "Helper", "Rival", "Base"]
    mine = Api(buyer.user).get("listings?page_size=2").json()["next_cursor"]
    assert problem(Api().get(f"listings?cursor={mine}"), 422)["errors"][0]["pointer"] == "/cursor"


def test_knowing_who_asks_costs_one_query_more(shop, buyer):
    def asked(client: Client, path: str) -> list[str]:
        client.get(path)
        with CaptureQueriesContext(connection) as queries_:
            client.get(path)
        return [query["sql"] for query in queries_]

    stranger = seat()
    for path in ("/catalog/", "/catalog/?mine=true", "/api/v1/listings", "/api/v1/listings/facets?mine=true"):
        for member in (stranger, buyer):
            client = Client()
            client.force_login(member.user)
            held = [sql for sql in asked(client, path) if "subscriptions_item" in sql]
            assert len(held) == 1, path
    assert [sql for sql in asked(Client(), "/catalog/") if "subscriptions_item" in sql] == []
    assert len(asked(Client(), "/api/v1/listings")) <= 1


def page(client: Client, parameters: str = "", **headers) -> str:
    answer = client.get(f"/catalog/{parameters}", headers=headers)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_page_offers_it_to_who_holds_something_alone(client, shop, buyer):
    assert "Works with what I have" not in page(client)
    assert "Sign in to see what works with what you have." in page(client, "?mine=true")
    client.force_login(seat().user)
    assert "Works with what I have" not in page(client)
    client.force_login(buyer.user)
    plain = page(client)
    assert '<a href="/catalog/?mine=true"><span>Works with what I have</span> <span class="count">3</span>' in plain
    assert '<option value="" selected>Fits what I have</option>' in plain
    assert plain.index("Helper") < plain.index("Stranger")
    chosen = page(client, "?mine=true")
    assert "3 listings" in chosen
    assert '<input type="hidden" name="mine" value="true">' in chosen
    assert "Fonctionne avec ce que j’ai" in page(client, "?mine=true", **{"Accept-Language": "fr"})


def test_the_listing_that_all_found_work_with_is_named_and_can_be_taken_away(client, shop):
    text = page(client, f"?works_with={shop['Base'].slug}&order=name")
    assert 'href="/catalog/?order=name" aria-current="true">Works with Base\xa0' in text
    assert "3 listings" in text
