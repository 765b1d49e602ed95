"""What a listing says of other offers: edited in the draft, frozen with the version, compared, and shown with names."""

import pytest
from django.test import Client

from catalog.listings.actions import approve, withdraw_listing
from catalog.listings.facts import facts_of
from catalog.offers.actions import change_offer
from catalog.offers.models import Offer
from core import clock
from core.accounts.roles import StaffRole
from core.actors import SYSTEM
from tests.catalog.listings.test_page import page
from tests.factories import partners as make
from tests.factories.catalog import FLAT, TEAM, live_listing, offer, submitted
from tests.partners.conftest import Api, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(db):
    return live_listing(make.vetted_partner("Fleet Ltd"), name="Fleet Base", plans=[FLAT, TEAM])


@pytest.fixture
def rival(db):
    return live_listing(make.vetted_partner("Rival Ltd"), name="Rival Board", plans=[FLAT])


@pytest.fixture
def contract(base, rival):
    return {
        "complements": [],
        "requires": {"match": "all", "offers": [{"offer": str(base.offer_id), "plans": ["team"]}]},
        "excludes": [str(rival.offer_id)],
        "seats": {"rule": "at_most_base", "offer": str(base.offer_id)},
    }


@pytest.fixture
def maps(partner, contract):
    return live_listing(partner, name="Fleet Maps", kind="add_on", compatibility=contract, plans=[TEAM])


def patch(api, draft, body):
    return api.patch(f"offers/{draft.pk}", body, if_match=api.get(f"offers/{draft.pk}")["ETag"])


def errors(answer):
    return [(one["pointer"], one["code"]) for one in problem(answer, 422, "validation-failed")["errors"]]


@pytest.fixture
def draft(partner):
    return offer(partner)


def test_a_draft_is_a_product_that_speaks_of_nobody(api, draft):
    shown = api.get(f"offers/{draft.pk}").json()
    assert shown["kind"] == "product"
    assert shown["compatibility"]["requires"] == {"match": "all", "offers": []}
    assert shown["compatibility"]["seats"] == {"rule": "free", "offer": None}


def test_a_draft_is_made_an_add_on_and_a_product_again(api, draft, contract):
    answer = patch(api, draft, {"kind": "add_on", "compatibility": contract})
    assert (answer.status_code, answer.json()["kind"]) == (200, "add_on")
    assert answer.json()["compatibility"] == contract
    assert patch(api, draft, {"compatibility": contract})["ETag"] == answer["ETag"], "the same is no change"
    assert errors(patch(api, draft, {"kind": "product"})) == [("/kind", "not-an-add-on")]
    assert patch(api, draft, {"kind": "product", "compatibility": {}}).json()["compatibility"]["excludes"] == []
    assert errors(patch(api, draft, {"compatibility": contract})) == [("/compatibility", "not-an-add-on")]


def test_what_it_names_must_be_there_for_its_partner(api, partner, draft, base, contract):
    foreign = offer(make.vetted_partner())
    mine = offer(partner)
    nobody = "01981f3e-7c00-7000-8000-000000000031"

    def names(*ids):
        return {"kind": "add_on", "compatibility": {"complements": [str(one) for one in ids]}}

    assert errors(patch(api, draft, names(mine.pk, foreign.pk))) == [
        ("/compatibility/complements/1", "unknown-reference")
    ]
    assert errors(patch(api, draft, names(nobody))) == [("/compatibility/complements/0", "unknown-reference")]
    assert errors(patch(api, draft, names(draft.pk))) == [("/compatibility/complements/0", "self-reference")]
    contract["requires"]["offers"][0]["plans"] = ["team", "gold"]
    assert errors(patch(api, draft, {"kind": "add_on", "compatibility": contract})) == [
        ("/compatibility/requires/offers/0/plans/1", "unknown-plan")
    ]
    assert patch(api, draft, names(mine.pk, base.offer_id)).status_code == 200


def test_what_was_named_once_stays_when_it_is_withdrawn(api, draft, base, rival):
    assert (
        patch(api, draft, {"kind": "add_on", "compatibility": {"complements": [str(base.offer_id)]}}).status_code == 200
    )
    for listing in (base, rival):
        withdraw_listing(listing=listing, actor=SYSTEM, at=clock.now())
    both = [str(base.offer_id), str(rival.offer_id)]
    assert errors(patch(api, draft, {"compatibility": {"complements": both}})) == [
        ("/compatibility/complements/1", "unknown-reference")
    ]
    assert patch(api, draft, {"compatibility": {"complements": both[:1]}, "summary": "Still."}).status_code == 200


def test_the_contract_is_frozen_and_its_change_is_told_with_names(partner, maps, base, rival):
    frozen = maps.current.content
    assert (frozen["kind"], frozen["compatibility"]["excludes"]) == ("add_on", [str(rival.offer_id)])
    assert facts_of(frozen, [])["offer_kind"] == "add_on"
    made = Offer.objects.get(pk=maps.offer_id)
    changes = {"compatibility": {"complements": [str(base.offer_id)]}}
    change_offer(offer=made, version=made.version, changes=changes, actor=SYSTEM, at=clock.now())
    version = submitted(made)
    staff = Api(make.reviewer(StaffRole.CATALOGUE))
    shown = {one["about"]: one for one in staff.get(f"listing-versions/{version.pk}").json()["changes"]}
    assert {*shown} == {f"compatibility/{part}" for part in ("complements", "requires", "excludes", "seats")}
    added = shown["compatibility/complements"]
    assert (added["kind"], added["after"]["name"], added["after"]["listing"]) == ("added", "Fleet Base", base.slug)
    assert shown["compatibility/requires"]["before"]["offers"][0]["plans"] == [{"code": "team", "name": "Team"}]
    assert shown["compatibility/seats"]["before"]["name"] == "Fleet Base"
    decision = staff.client.get(f"/staff/listings/listingversion/{version.pk}/decision/").content.decode()
    assert "Fleet Base · Team" in decision
    assert "at_most_base Fleet Base" in decision
    approve(version=version, actor=SYSTEM, at=clock.now())
    assert "Works with" in page(maps.slug).content.decode()


def test_page_and_rest_name_the_others_and_link_what_is_found(maps, base, rival):
    shown = Client().get(f"/api/v1/listings/{maps.slug}").json()
    assert shown["kind"] == "add_on"
    assert shown["compatibility"] == {
        "complements": [],
        "requires": {
            "match": "all",
            "offers": [
                {
                    "offer": str(base.offer_id),
                    "name": "Fleet Base",
                    "listing": base.slug,
                    "plans": [{"code": "team", "name": "Team"}],
                }
            ],
        },
        "excludes": [{"offer": str(rival.offer_id), "name": "Rival Board", "listing": rival.slug}],
        "seats": {"rule": "at_most_base", "offer": str(base.offer_id)},
    }
    html = page(maps.slug).content.decode()
    for said in ("Needs", "Not together with", "At most as many seats as of Fleet Base."):
        assert said in html
    assert "Works with" not in html, "an empty group is not shown"
    assert f'<a href="/catalog/{base.slug}/">Fleet Base</a>' in html
    assert "Nécessite" in page(maps.slug, "fr").content.decode()


def test_what_nobody_finds_is_named_without_a_link(maps, base, rival):
    withdraw_listing(listing=base, actor=SYSTEM, at=clock.now())
    html = page(maps.slug).content.decode()
    assert "Fleet Base" in html
    assert f"/catalog/{base.slug}/" not in html
    assert "not available at present" in html
    shown = Client().get(f"/api/v1/listings/{maps.slug}").json()["compatibility"]
    assert [one["listing"] for one in (shown["requires"]["offers"][0], shown["excludes"][0])] == [None, rival.slug]


def test_others_cost_one_query_more(maps, base, django_assert_num_queries):
    for slug, queries in ((base.slug, 4), (maps.slug, 5)):
        with django_assert_num_queries(queries):
            Client().get(f"/api/v1/listings/{slug}")
