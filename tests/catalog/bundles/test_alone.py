"""What is sold in bundles only: refused alone wherever it is asked for, with the bundles to have it in."""

from datetime import timedelta

import pytest

from catalog.bundles.actions import withdraw_bundle, withdraw_consent
from catalog.bundles.consent import NOTICE
from catalog.listings.actions import withdraw_listing
from catalog.listings.alone import SoldIn, not_sold_alone
from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from marketplace.billing.actions import bill_subscription
from marketplace.ordering.actions import place_order
from marketplace.ordering.basket import NotSoldAlone
from marketplace.ordering.quotes import preview
from marketplace.subscriptions.models import Subscription
from tests.factories import bundles as make
from tests.factories.catalog import plan_of
from tests.factories.customers import customer, order
from tests.factories.partners import seat
from tests.journeys.pages import browser, text


@pytest.fixture
def plan(listings):
    return plan_of(listings[0], "flat")


@pytest.fixture
def free(listings):
    return plan_of(listings[1], "flat")


@pytest.fixture
def bundle(listings):
    """Of two plans that are always in the first is not sold alone."""
    parts = [make.part(plan_of(listings[0], "flat"), sold_alone=False), make.part(plan_of(listings[1], "flat"))]
    return make.live_bundle(listings[:2], slug="office", parts=parts)


@pytest.fixture
def buyer(db):
    return customer()


def asked(plan, at=None):
    return dict(not_sold_alone([plan.pk], at=at or clock.now()))


def test_one_bundle_that_says_so_is_enough_and_all_that_have_it_are_named(bundle, listings, plan, free):
    make.live_bundle(listings, slug="other", name="Other office", name_fr="")
    assert asked(plan) == {plan.pk: (SoldIn("Office in a box", "office"), SoldIn("Other office", "other"))}
    assert asked(free) == {}


def test_it_costs_one_query_where_everything_is_sold_alone(bundle, free, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert asked(free) == {}


def test_drafts_and_proposals_hold_nothing_back(listings, plan):
    parts = [make.part(plan, sold_alone=False), make.part(plan_of(listings[1], "flat"))]
    make.draft(listings[:2], parts=parts)
    make.agreed(listings[:2], parts=parts)
    assert asked(plan) == {}


def test_it_is_sold_alone_again_once_the_bundle_is_not_sold_any_more(bundle, listings, plan):
    at = clock.now()
    agreement = make.agreement_of(bundle.current, listings[0].partner)
    withdraw_consent(agreement=agreement, reason="No.", actor=SYSTEM, at=at)
    assert plan.pk in asked(plan, at + NOTICE - timedelta(seconds=1))
    assert asked(plan, at + NOTICE) == {}
    withdraw_bundle(bundle=bundle, reason="", actor=SYSTEM, at=at)
    assert asked(plan, at) == {}


def test_a_bundle_that_lacks_something_is_not_named_and_lets_go_of_nothing(bundle, listings, plan, buyer):
    withdraw_listing(listing=listings[1], reason="", actor=SYSTEM, at=clock.now())
    assert asked(plan) == {plan.pk: ()}
    with pytest.raises(NotSoldAlone, match="None of its bundles is on sale at present"):
        preview(customer=buyer, basket=[(plan.pk, 1)], at=clock.now())


def test_orders_and_previews_are_refused_alike_with_links_and_nothing_is_bought(bundle, plan, free, buyer, settings):
    wishes = [(free.pk, 1), (plan.pk, 1)]
    for refused in (
        lambda: preview(customer=buyer, basket=wishes, at=clock.now()),
        lambda: place_order(customer=buyer, basket=wishes, expected_total=None, actor=SYSTEM, at=clock.now()),
    ):
        with pytest.raises(NotSoldAlone) as refusal:
            refused()
        page = f"{settings.BASE_URL}/bundles/office/"
        assert refusal.value.detail == (
            f"Ledger: Flat is sold in bundles only. It is in “Office in a box” ({page}): order it there."
        )
        said = refusal.value.extensions
        assert [error["pointer"] for error in said["errors"]] == ["/items/1/plan"]
        assert said["bundles"] == [{"plan": str(plan.pk), "name": "Office in a box", "slug": "office", "page": page}]
    assert not Subscription.objects.exists()
    assert preview(customer=buyer, basket=[(free.pk, 1)], at=clock.now()).gross.minor == 1500


def test_over_rest_it_is_a_problem_document(bundle, plan, buyer):
    client = browser(seat(Role.OWNER, in_=buyer.organisation).user)
    body = {"customer": str(buyer.pk), "items": [{"plan": str(plan.pk)}]}
    for path in ("subscriptions/preview", "subscriptions"):
        answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (409, "not-sold-alone")
        assert answer.json()["bundles"][0]["slug"] == "office"


def test_who_has_it_alone_keeps_it_and_renews(listings, plan, buyer):
    held = order(buyer, [(plan, 1)])
    at = clock.now()
    bill_subscription(subscription=held, actor=SYSTEM, at=at)
    make.live_bundle(listings[:2], parts=[make.part(plan, sold_alone=False), make.part(plan_of(listings[1], "flat"))])
    renewed = bill_subscription(subscription=held, actor=SYSTEM, at=at + timedelta(days=31))
    assert renewed.net_minor == 1250


@pytest.mark.parametrize(
    ("language", "only"), [("en", "Only in bundles:"), ("fr", "Seulement dans des offres groupées")]
)
def test_its_page_names_the_bundles_in_place_of_how_to_order(bundle, listings, plan, language, only):
    answer = browser(language=language).get(f"/catalog/{listings[0].slug}/")
    html = answer.content.decode()
    assert only in text(answer)
    assert '<a href="/bundles/office/">' in html
    assert str(plan.pk) not in html
    assert only not in text(browser(language=language).get(f"/catalog/{listings[1].slug}/"))


def test_rest_and_calculator_say_so_too(bundle, listings, plan, free):
    api = browser()
    said = {one["code"]: one for one in api.get(f"/api/v1/listings/{listings[0].slug}").json()["plans"]}
    assert (said["flat"]["sold_alone"], said["flat"]["bundles"]) == (
        False,
        [{"name": "Office in a box", "slug": "office"}],
    )
    assert (said["team"]["sold_alone"], said["team"]["bundles"]) == (True, [])
    shown = text(api.get(f"/catalog/{listings[0].slug}/calculator/?quantity=3"))
    assert "Only in bundles: Office in a box." in shown
    question = {"listing": listings[0].slug, "usage": {"quantity": "3"}}
    answers = api.post("/api/v1/calculator", question, content_type="application/json").json()["results"]
    assert [bool(one["why_not"]) for one in answers if one["plan"] == str(plan.pk)] == [True]
    question |= {"listing": listings[1].slug, "add_ons": [{"plan": str(plan.pk)}]}
    refused = api.post("/api/v1/calculator", question, content_type="application/json").json()
    assert refused["errors"] == [
        {
            "pointer": "/add_ons/0/plan",
            "code": "not-sold-alone",
            "detail": "Ledger: Flat: Only in bundles: Office in a box.",
        }
    ]
