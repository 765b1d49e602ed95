"""The page of a bundle as customers order on it: what stands below the price, and what keeps it from being ordered."""

import re
from copy import deepcopy
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.bundles.actions import withdraw_bundle
from catalog.bundles.composition import Market
from catalog.bundles.queries import bundle_selection
from catalog.listings.actions import withdraw_listing
from core import clock
from core.accounts.models import Membership
from core.accounts.roles import Role
from core.actors import SYSTEM
from marketplace.ordering.basket import Closed, PartnerTakesNoOrders, Wish, check_sellers
from marketplace.ordering.refused import sentences_by_plan
from marketplace.subscriptions.models import Subscription
from tests.factories import bundles as make
from tests.factories.catalog import FLAT, live_listing, plan_of
from tests.factories.customers import customer, order
from tests.factories.partners import seat, vetted_partner
from tests.journeys.pages import browser, text

pytestmark = pytest.mark.django_db

MONTHLY = make.TEN_PER_CENT
YEARLY = {**MONTHLY, "interval": "year", "value": "20"}
TOOLS = {"code": "tools", "name": "Tools", "name_fr": "Outils", "least": 2, "most": 3}
PAGE = "/bundles/office/"


def office():
    """Five listings and a bundle of them: Alpha is always in, 2 to 3 of four seats are to choose.

    Yearly Alpha and, if one likes, Beta.
    """
    listings = [make.listing_to_bundle(name) for name in ("Alpha", "Beta", "Gamma", "Delta", "Omega")]
    parts = [
        make.part(plan_of(listings[0], "flat")),
        *(make.part(plan_of(one, "team"), "choice", group="tools") for one in listings[1:]),
        make.part(plan_of(listings[0], "yearly")),
        make.part(plan_of(listings[1], "yearly"), "optional"),
        *(make.part(plan_of(one, "yearly"), "choice", group="tools") for one in listings[2:]),
    ]
    return listings, make.live_bundle(listings, slug="office", parts=parts, groups=[TOOLS], prices=[MONTHLY, YEARLY])


@pytest.fixture(scope="module")
def opened(for_the_module):
    return office()


@pytest.fixture
def listings(opened, db):
    return deepcopy(opened[0])


@pytest.fixture
def bundle(opened, db):
    return deepcopy(opened[1])


@pytest.fixture
def owner(buyer):
    return browser(seat(Role.OWNER, in_=buyer.organisation).user)


def chosen(listings, *places, count=1, code="team", market="EUR-month"):
    """The query of the address: seats of these listings."""
    plans = [plan_of(listings[place], code).pk for place in places]
    return {"market": market, "part": [str(plan) for plan in plans]} | {f"n-{plan}": str(count) for plan in plans}


def form(answer):
    """What the button that orders sends, and where to."""
    html = unescape(answer.content.decode())
    found = re.search(r'<form method="post" action="(/bundles/[^"]+)">(.*?)</form>', html, re.DOTALL)
    assert found, text(answer)
    return found[1], dict(re.findall(r'name="(customer|total|once)" value="([^"]*)"', found[2]))


def test_taxes_first_invoice_and_what_each_partner_gives_are_shown(bundle, listings, owner):
    shown = text(owner.get(PAGE, chosen(listings, 1, 2, count=3)))
    # 12.50 + 2 × 3 × 4.00, ten per cent less, and 20 % VAT.
    assert "Your price €32.85 a month One by one €36.50 You save €3.65" in shown
    assert "By partner Alpha Works €11.25 €1.25 less Beta Works €10.80 €1.20 less" in shown
    assert "Net €32.85 VAT 20% €6.57 First invoice €39.42" in shown
    assert "Order for €39.42" in shown


def test_it_is_ordered_once_however_often_the_form_is_sent(bundle, listings, owner):
    action, sent = form(owner.get(PAGE, chosen(listings, 1, 2)))
    first, second = (owner.post(action, sent) for _ in range(2))
    subscription = Subscription.objects.get()
    assert first["Location"] == second["Location"] == f"/orders/{subscription.pk}/"
    assert [(one.plan.code, one.quantity) for one in subscription.items.all()] == [
        ("flat", 1),
        ("team", 1),
        ("team", 1),
    ]
    assert "It is ordered." in text(owner.get(first["Location"]))
    again, other = form(owner.get(PAGE, chosen(listings, 1, 2)))
    assert owner.post(again, other)["Location"] != first["Location"]


def test_another_total_leads_back_to_the_same_selection_with_the_reason(bundle, listings, owner):
    action, sent = form(owner.get(PAGE, chosen(listings, 1, 2, count=5)))
    answer = owner.post(action, sent | {"total": "1"})
    assert answer["Location"] == f"{action.replace('order/', '')}#price"
    back = owner.get(answer["Location"])
    assert "the total has changed since you saw it, from €0.01 to €56.70" in text(back)
    assert back.content.decode().count(" checked") == 3
    assert not Subscription.objects.exists()
    # What was refused may be sent again once it is right.
    assert owner.post(action, sent)["Location"].startswith("/orders/")


@pytest.mark.parametrize(
    "changes",
    [{"total": ""}, {"total": "x"}, {"total": "9" * 400}, {"total": "-1"}, {"total": "١"}, {"once": "x"}, {"once": ""}],
    ids=str,
)
def test_without_a_price_that_was_seen_nothing_is_ordered(bundle, listings, owner, changes):
    action, sent = form(owner.get(PAGE, chosen(listings, 1, 2)))
    assert "look at the price first" in text(owner.post(action, sent | changes, follow=True))
    assert not Subscription.objects.exists()


def test_who_is_not_signed_in_sees_the_price_and_comes_back_to_the_selection(bundle, listings, owner):
    query = chosen(listings, 1, 3, count=4)
    shown = browser().get(PAGE, query)
    assert "Your price €40.05 a month" in text(shown)
    assert "Order for" not in text(shown)
    link = re.search(r'href="(/accounts/login/\?next=[^"]+)"', shown.content.decode())[1]
    # Whoever is signed in already is led straight on.
    back = owner.get(unescape(link), follow=True)
    assert back.redirect_chain[-1][0].startswith(PAGE)
    assert "Your price €40.05 a month" in text(back)
    assert back.content.decode().count(" checked") == 3
    action, _ = form(back)
    assert browser().post(action)["Location"].startswith("/accounts/login/?next=")
    assert owner.get(action)["Location"] == f"{action.replace('order/', '')}#price"


@pytest.mark.parametrize(
    ("places", "sentence", "french"),
    [
        ((1,), "Of “Tools” choose at least 2; you have chosen 1.", "choisissez-en au moins 2"),
        ((1, 2, 3, 4), "Of “Tools” choose at most 3; you have chosen 4.", "choisissez-en au plus 3"),
    ],
)
def test_too_few_and_too_many_are_said_at_the_choice(bundle, listings, places, sentence, french):
    answer = browser().get(PAGE, chosen(listings, *places))
    html = unescape(answer.content.decode())
    assert f'<a href="#choice-tools">{sentence}</a>' in html
    assert f'<ul class="errors" id="wrong-tools"><li>{sentence}</li></ul>' in html
    assert 'id="choice-tools" tabindex="-1" aria-describedby="wrong-tools"' in html
    assert "Your price" not in text(answer)
    assert "choose 2 to 3 of 4" in text(answer)
    assert french in text(browser(language="fr").get(PAGE, chosen(listings, *places)))


def test_a_count_that_cannot_be_is_said_at_its_part(bundle, listings, owner):
    plan = plan_of(listings[2], "team").pk
    html = unescape(owner.get(PAGE, chosen(listings, 1, 2) | {f"n-{plan}": "0"}).content.decode())
    assert f'<ul class="errors" id="wrong-{plan}"><li>Choose a whole number from 1 to 1000000 of Gamma: Team.' in html


def test_what_does_not_go_together_with_what_one_has_is_said_at_the_part(listings, buyer):
    held = live_listing(vetted_partner("Rival Ltd"), name="Rival", plans=[FLAT])
    order(buyer, [(plan_of(held, "flat"), 1)])
    contract = {"complements": [str(listings[0].offer_id)], "excludes": [str(held.offer_id)]}
    picky = live_listing(make.bundled_partner(), name="Picky", plans=[FLAT], kind="add_on", compatibility=contract)
    parts = [make.part(plan_of(listings[0], "flat")), make.part(plan_of(picky, "flat"), "optional")]
    make.live_bundle([listings[0], picky], slug="picky", parts=parts)
    plan = plan_of(picky, "flat").pk
    said = {"en": "do not work together", "fr": "ne fonctionnent pas ensemble"}
    for language, words in said.items():
        owner = browser(seat(Role.OWNER, in_=buyer.organisation).user, language=language)
        answer = owner.get("/bundles/picky/", {"market": "EUR-month", "part": str(plan)})
        html = unescape(answer.content.decode())
        (sentence,) = re.findall(rf'<ul class="errors" id="wrong-{plan}"><li>([^<]*)', html)
        assert words in sentence
        assert {"Picky", "Rival"} <= set(sentence.split())
        assert 'action="/bundles/picky/order/' not in html
        # The price is shown all the same, and without that part it can be ordered.
        assert re.search(r"22.50|22,50", text(answer))
        form(owner.get("/bundles/picky/", {"market": "EUR-month"}))


def test_a_partner_that_takes_no_orders_is_said_at_its_part_and_whether_it_can_be_left_out(bundle, listings, buyer):
    plans = [plan_of(listings[0], "flat").pk, *(plan_of(one, "team").pk for one in listings[1:3])]
    selection = bundle_selection(bundle, [(plan, 1) for plan in plans], market=Market("EUR", "month"), at=clock.now())
    closed = {plan: Closed("Somebody", None) for plan in plans[:2]}
    with pytest.raises(PartnerTakesNoOrders) as refusal:
        check_sellers([Wish(plan, 1) for plan in plans], selection.plans, closed)
    with translation.override("en"):
        said = sentences_by_plan(refusal.value, selection)
    assert said == {
        plans[0]: "Alpha: Flat takes no new orders at present, and it is always in this bundle. Come back later.",
        plans[1]: "Beta: Team takes no new orders at present. Leave it out, or choose another part.",
    }


def test_what_is_not_sold_any_more_is_left_out_and_said(bundle, listings, owner):
    query = chosen(listings, 1, 2, 3)
    action, sent = form(owner.get(PAGE, query))
    withdraw_listing(listing=listings[3], reason="", actor=SYSTEM, at=clock.now())
    shown = text(owner.get(PAGE, query))
    assert "Something you had chosen is not in this bundle any more" in shown
    assert "Your price €18.45 a month" in shown
    back = owner.post(action, sent, follow=True)
    assert "Nothing has been ordered" in text(back)
    withdraw_bundle(bundle=bundle, reason="", actor=SYSTEM, at=clock.now())
    gone = owner.post(action, sent, follow=True)
    assert gone.redirect_chain[-1][0] == "/bundles/"
    assert "This bundle is not sold any more." in text(gone)
    assert not Subscription.objects.exists()


def test_a_market_that_is_gone_is_said_and_not_ordered_in_another(bundle, listings, owner):
    yearly = chosen(listings, 2, 3, code="yearly", market="EUR-year")
    action, sent = form(owner.get(PAGE, yearly))
    withdraw_listing(listing=listings[2], reason="", actor=SYSTEM, at=clock.now())
    withdraw_listing(listing=listings[3], reason="", actor=SYSTEM, at=clock.now())
    assert "It is not sold in EUR, yearly at present. This is in EUR, monthly." in text(owner.get(PAGE, yearly))
    assert "Nothing has been ordered" in text(owner.post(action, sent, follow=True))
    assert not Subscription.objects.exists()


def test_with_several_customers_one_says_which(bundle, listings, buyer):
    person = seat(Role.OWNER, in_=buyer.organisation).user
    other = customer(name="Atelier Zed")
    Membership.objects.create(user=person, organisation=other.organisation, role=Role.BILLING, created_at=clock.now())
    stranger = customer(name="Somebody Else")
    owner = browser(person)
    shown = owner.get(PAGE, chosen(listings, 1, 2))
    assert f'<option value="{other.pk}" selected>Atelier Zed (EUR)</option>' in shown.content.decode()
    assert str(stranger.pk) not in shown.content.decode()
    action, sent = form(owner.get(PAGE, chosen(listings, 1, 2) | {"customer": str(buyer.pk)}))
    assert sent["customer"] == str(buyer.pk)
    owner.post(action, sent)
    assert Subscription.objects.get().customer == buyer
    assert owner.post(action, sent | {"customer": str(stranger.pk), "once": str(uuid4())}).status_code == 404
    assert owner.post(action, sent | {"customer": "", "once": str(uuid4())}).status_code == 404
    assert Subscription.objects.count() == 1


def test_who_may_only_look_is_told_who_may_order(bundle, listings, buyer, owner):
    viewer = browser(seat(Role.VIEWER, in_=buyer.organisation).user)
    shown = text(viewer.get(PAGE, chosen(listings, 1, 2)))
    assert "First invoice €22.14" in shown
    assert "Your role may look and not order." in shown
    assert "Order for" not in shown
    action, sent = form(owner.get(PAGE, chosen(listings, 1, 2)))
    assert viewer.post(action, sent).status_code == 403
    assert not Subscription.objects.exists()


def test_who_is_no_customer_and_who_pays_in_another_currency_are_told(bundle, listings):
    lonely = browser(seat().user)
    assert "None of your organisations buys here yet." in text(lonely.get(PAGE, chosen(listings, 1, 2)))
    dollars = customer(name="Dollar Inc", currency="USD", country="US")
    american = browser(seat(Role.OWNER, in_=dollars.organisation).user)
    shown = text(american.get(PAGE, chosen(listings, 1, 2)))
    assert "Dollar Inc is billed in USD, and this is in EUR." in shown
    assert "Order for" not in shown


def test_what_was_ordered_is_shown_to_those_whose_it_is(bundle, listings, owner):
    action, sent = form(owner.get(PAGE, chosen(listings, 1, 2)))
    page = owner.post(action, sent)["Location"]
    assert "It is being issued" in text(owner.get(page))
    assert browser().get(page)["Location"].startswith("/accounts/login/")
    assert browser(seat().user).get(page).status_code == 404
    assert owner.get(f"/orders/{uuid4()}/").status_code == 404


def test_the_page_costs_as_many_queries_however_much_is_chosen(bundle, listings, owner):
    asked = {2: chosen(listings, 1, 2), 3: chosen(listings, 1, 2, 3)}
    counts = {}
    for who, client in (("nobody", browser()), ("owner", owner)):
        for many, query in asked.items():
            with CaptureQueriesContext(connection) as queries:
                client.get(PAGE, query)
            counts[who, many] = len(queries)
    assert counts["nobody", 2] == counts["nobody", 3] <= 5
    # Session, person, memberships, customers; then what the preview asks of partners and holdings.
    assert counts["owner", 2] == counts["owner", 3] <= 15
