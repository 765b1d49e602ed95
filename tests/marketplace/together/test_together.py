"""What is often taken together, and that nobody's purchase can be read from it."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from catalog.listings.actions import withdraw_listing
from catalog.listings.models import Listing
from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from marketplace.together.beside import MOST_SHOWN, companions
from marketplace.together.models import Companion
from marketplace.together.tasks import count_anew
from tests.factories.catalog import FLAT, TEAM, live_listing, plan_of
from tests.factories.customers import customer, order, three_plans

pytestmark = pytest.mark.django_db


def bought(*plans, by: int, each: int = 1):
    """So many organisations take these plans together, each so many times."""
    for _ in range(by):
        buyer = customer()
        for _ in range(each):
            order(buyer, [(plan, 1) for plan in plans])
    count_anew()


def names(plan) -> list[str]:
    return re.findall(r'"name":"([^"]+)","summary"', "\n".join(companions(plan.offer_id)))


@pytest.fixture
def plans():
    made = three_plans()
    deliver_due(at=clock.now())
    return made


def test_what_three_organisations_take_together_is_shown_on_both_pages(plans, django_assert_num_queries):
    forms, team, _vault = plans
    bought(forms, team, by=3)
    assert (names(forms), names(team)) == (["Beta Team"], ["Alpha Forms"])
    slug = Listing.objects.get(offer_id=forms.offer_id).slug
    html = Client().get(f"/catalog/{slug}/").content.decode()
    assert '<h2 id="together">Often taken together</h2>' in html
    assert (
        "Souvent pris ensemble" in Client(headers={"accept-language": "fr"}).get(f"/catalog/{slug}/").content.decode()
    )
    with django_assert_num_queries(1):
        companions(forms.offer_id)


def test_what_fewer_take_is_kept_nowhere_however_often_they_do(plans):
    forms, team, _vault = plans
    bought(forms, team, by=2, each=3)
    assert not Companion.objects.exists()
    slug = Listing.objects.get(offer_id=forms.offer_id).slug
    assert 'id="together"' not in Client().get(f"/catalog/{slug}/").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Companion.objects.create(offer_id=forms.offer_id, other_id=team.offer_id, customers=2)


def test_two_subscriptions_are_not_one(plans):
    forms, team, _vault = plans
    for _ in range(3):
        buyer = customer()
        order(buyer, [(forms, 1)])
        order(buyer, [(team, 1)])
    count_anew()
    assert names(forms) == []


def test_what_more_take_comes_first_and_counting_again_changes_nothing(plans):
    forms, team, vault = plans
    bought(forms, team, by=3)
    bought(forms, vault, by=4)
    assert names(forms) == ["Gamma Vault", "Beta Team"]
    before = [*Companion.objects.order_by("offer", "other").values_list("offer", "other", "customers")]
    count_anew()
    assert [*Companion.objects.order_by("offer", "other").values_list("offer", "other", "customers")] == before


def test_what_nobody_finds_any_more_is_not_shown(plans):
    forms, team, _vault = plans
    bought(forms, team, by=3)
    gone = Listing.objects.get(offer_id=team.offer_id)
    withdraw_listing(listing=gone, reason="Gone", actor=SYSTEM, at=clock.now())
    deliver_due(at=clock.now())
    assert names(forms) == []


def test_at_most_four_are_shown():
    sold = [
        plan_of(live_listing(name=f"Tool {n}", plans=[FLAT if n % 2 else TEAM]), "flat" if n % 2 else "team")
        for n in range(MOST_SHOWN + 2)
    ]
    deliver_due(at=clock.now())
    bought(*sold, by=3)
    assert len(names(sold[0])) == MOST_SHOWN
