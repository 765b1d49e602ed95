"""The listings' desk as pages, without scripts: through the same actions as REST."""

import re

import pytest
from django.test import Client

from catalog.listings.actions import approve, submit_offer, withdraw_submission
from catalog.listings.models import ListingVersion
from catalog.offers.actions import add_plan, change_offer, change_plan
from catalog.offers.models import Offer, Plan
from core import clock
from core.accounts.roles import StaffRole
from core.actors import SYSTEM
from core.events.queries import history
from tests.factories.catalog import FLAT, TEAM, category, offer, submitted
from tests.factories.partners import reviewer, seat

NOW = {"actor": SYSTEM, "at": clock.now()}


def browser(who, language="en"):
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    client.force_login(who)
    return client


@pytest.fixture
def desk(db):
    return browser(reviewer(StaffRole.CATALOGUE))


@pytest.fixture
def version(draft):
    return submitted(draft)


def text(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode().replace("\xa0", " ")


def page(version):
    return f"/desk/listings/{version.pk}/"


def fresh(version):
    return ListingVersion.objects.get(pk=version.pk)


@pytest.fixture
def revised(draft):
    """A second version, in which words, a price, a plan and the categories differ from the live one."""
    approve(version=submitted(draft), **NOW)
    plan = Plan.objects.select_related("offer", "price").get(offer=draft)
    change_plan(plan=plan, version=plan.version, changes={"terms": {"amount": "15.00"}}, **NOW)
    add_plan(offer=draft, **TEAM, **NOW)
    offered = Offer.objects.select_related("partner").get(pk=draft.pk)
    changes = {
        "summary": "Boards that follow the moon of your work.",
        "categories": [category("boards", "Boards", "Tableaux").slug],
    }
    change_offer(offer=offered, version=offered.version, changes=changes, **NOW)
    return submit_offer(offer=offered, **NOW)


def test_the_queue_shows_places_and_narrows(desk, partner):
    versions = [submitted(offer(partner, name=name)) for name in ("Aurora", "Boreas", "Notus")]
    shown = text(desk.get("/desk/listings/"))
    assert re.findall(r"Place (\d)", shown) == ["1", "2", "3"]
    assert [shown.index(str(version.pk)) for version in versions] == sorted(
        shown.index(str(version.pk)) for version in versions
    )
    only = text(desk.get("/desk/listings/?q=bore"))
    assert re.findall(r"Place (\d)", only) == ["2"]
    assert "Nothing of this kind waits" in text(desk.get("/desk/listings/?q=zephyr"))
    for nonsense in ("?after=x", "?q=%00", "?q=" + "x" * 500):
        assert str(versions[0].pk) in text(desk.get(f"/desk/listings/{nonsense}"))


def test_the_queue_pages_without_repeating(desk, partner, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("catalog.listings.pages.desk.PAGE", 2)
    expected = [str(submitted(offer(partner)).pk) for _ in range(5)]
    seen, address = [], ""
    while True:
        with django_assert_max_num_queries(6):
            shown = text(desk.get(f"/desk/listings/{address}"))
        seen += re.findall(r'href="/desk/listings/([0-9a-f-]{36})/"', shown)
        more = re.search(r'href="(\?after=[^"]+)"', shown)
        if not more:
            break
        address = more.group(1)
    assert seen == expected


def test_old_and_new_stand_side_by_side(desk, revised):
    shown = text(desk.get(page(revised)))
    for said in (
        "<del>tide</del>",
        "<ins>moon</ins>",
        "<del>Project management</del>",
        "<ins>Boards</ins>",
        "<del>Flat (flat): €12.50 per month</del>",
        "<ins>Flat (flat): €15.00 per month</ins>",
        "<ins>Team (team): €4.00 per seat and month</ins>",
        "compared with version 1",
    ):
        assert said in shown, said
    french = text(browser(reviewer(StaffRole.CATALOGUE), "fr").get(page(revised)))
    assert "<ins>Tableaux</ins>" in french
    assert "<ins>Team (team): 4,00 € par utilisateur et par mois</ins>" in french


def test_nothing_a_partner_writes_becomes_markup(desk, partner):
    sly = '<script>alert(1)</script><b>"x"</b>'
    version = submitted(offer(partner, summary=sly, description=sly, plans=[FLAT | {"name": sly}]))
    shown = text(desk.get(page(version)))
    assert "<script>alert" not in shown
    assert "<b>" not in shown


def test_approving_puts_it_live_and_leads_on(desk, version):
    following = submitted(offer())
    answer = desk.post(page(version), {"outcome": "approve"})
    assert answer["Location"] == page(following)
    assert fresh(version).state == "live"
    fact = history(f"listing_version:{version.pk}").last()
    assert (fact.type, fact.actor_kind) == ("listings.listing_published", "staff")
    assert desk.post(page(following), {"outcome": "approve"})["Location"] == "/desk/listings/"
    assert "It is live" in text(desk.get(page(version)))


def test_it_goes_back_with_a_finding_for_each_field(desk, version):
    sent = {"outcome": "request_changes", "finding-summary": "Say what it does.", "finding-plans": "Too many."}
    assert desk.post(page(version), sent).status_code == 302
    assert fresh(version).findings == [
        {"about": "summary", "detail": "Say what it does."},
        {"about": "plans", "detail": "Too many."},
    ]
    assert "Say what it does." in text(desk.get(page(version)))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"outcome": "request_changes"}, "say at least one thing"),
        ({"outcome": "request_changes", "finding-summary": "x" * 2001}, 'class="errors"'),
        ({"outcome": "approve", "finding-summary": "Hm."}, "you approve, but have written"),
        ({"outcome": "burn"}, "Decide"),
        ({}, "Decide"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_typed_is_lost(desk, version, sent, said):
    shown = text(desk.post(page(version), sent))
    assert said in shown
    assert sent.get("finding-summary", "") in shown
    assert fresh(version).state == "submitted"


def test_who_comes_second_sees_how_it_stands_and_keeps_what_was_typed(desk, version):
    withdraw_submission(version=version, **NOW)
    shown = text(desk.post(page(version), {"outcome": "request_changes", "finding-summary": "My long finding."}))
    for said in ("somebody else was faster", "It was taken back", "My long finding."):
        assert said in shown
    assert 'value="approve"' not in shown


def test_keys_have_their_targets(desk, version):
    following = submitted(offer())
    shown = text(desk.get(page(version)))
    for key in ('data-key="a"', 'data-key="k"', f'href="{page(following)}" data-key="j"', "data-refuse", "one-finding"):
        assert key in shown


@pytest.mark.parametrize(
    "who", [lambda: seat().user, *(lambda role=role: reviewer(role) for role in (StaffRole.VETTING, StaffRole.SUPPORT))]
)
def test_only_catalogue_staff_come_in(who, version):
    client = browser(who())
    assert client.get("/desk/listings/").status_code == 403
    assert client.post(page(version), {"outcome": "approve"}).status_code == 403
    assert fresh(version).state == "submitted"


def test_the_page_costs_few_queries(desk, revised, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        desk.get(page(revised))
