"""Plans of an offer, through the actions."""

import pytest

from catalog.listings.actions import submit_offer
from catalog.offers.actions import add_plan, add_plans, change_plan, remove_plan
from catalog.offers.models import Offer, Plan
from catalog.offers.refusals import PlanCodeTaken, PlanIsRetired, TooManyPlans
from catalog.pricing.models import Price
from core import clock
from core.actors import SYSTEM
from core.events.queries import history
from core.refusals import Invalid, NotFound, PreconditionFailed
from tests.factories.catalog import FLAT, TEAM

NOW = {"actor": SYSTEM, "at": clock.now()}


@pytest.fixture
def plan(draft):
    return draft.plans.select_related("price", "offer").get()


def latest(thing):
    return history(thing).last().type


def test_plans_follow_each_other_and_move_the_offers_version(draft):
    before = Offer.objects.get(pk=draft.pk).version
    made = add_plan(offer=draft, **TEAM, **NOW)
    assert made.position == 1
    assert draft.version == Offer.objects.get(pk=draft.pk).version == before + 1
    assert latest(f"plan:{made.pk}") == latest(f"price:{made.price_id}") == "offers.plan_added"


def test_a_code_comes_once(draft):
    with pytest.raises(PlanCodeTaken, match="flat"):
        add_plan(offer=draft, **FLAT, **NOW)
    assert draft.plans.count() == 1


def test_a_bad_price_leaves_nothing_behind(draft):
    with pytest.raises(Invalid):
        add_plan(offer=draft, **TEAM | {"terms": {"amount": "-4"}}, **NOW)
    assert draft.plans.count() == Price.objects.count() == 1


def test_an_offer_has_at_most_twenty_plans(draft):
    add_plans(offer=draft, plans=[FLAT | {"code": f"p{n}"} for n in range(19)], **NOW)
    with pytest.raises(TooManyPlans):
        add_plan(offer=draft, **TEAM, **NOW)


def test_another_price_is_another_row(plan):
    old = plan.price
    changed = change_plan(plan=plan, version=1, changes={"terms": {"amount": "15.00"}}, **NOW)
    assert changed.price_id != old.pk
    assert Price.objects.get(pk=old.pk).terms == {"amount": "12.50"}
    assert (Plan.objects.get(pk=plan.pk).price.terms, changed.version) == ({"amount": "15.00"}, 2)
    assert history(f"plan:{plan.pk}").last().data["fields"] == ["price"]


def test_an_equal_change_writes_no_price_and_no_fact(plan):
    told = history(f"plan:{plan.pk}").count()
    change_plan(plan=plan, version=1, changes={"name": plan.name, "terms": {"amount": "12.50"}}, **NOW)
    assert Price.objects.count() == 1
    assert history(f"plan:{plan.pk}").count() == told


@pytest.mark.parametrize("changes", [{"name": "Solo"}, {"position": 5}, {"position": 0, "currency": "USD"}])
def test_name_position_and_currency_can_be_changed(plan, changes):
    change_plan(plan=plan, version=1, changes=changes, **NOW)
    found = Plan.objects.select_related("price").get(pk=plan.pk)
    assert all(
        getattr(found, field, None) == value or getattr(found.price, field) == value for field, value in changes.items()
    )


def test_a_change_based_on_an_older_version_is_refused(plan):
    change_plan(
        plan=Plan.objects.select_related("price", "offer").get(pk=plan.pk), version=1, changes={"name": "A"}, **NOW
    )
    with pytest.raises(PreconditionFailed):
        change_plan(plan=plan, version=1, changes={"terms": {"amount": "9"}}, **NOW)
    assert Price.objects.count() == 1


def test_a_plan_nobody_saw_is_deleted_and_its_code_is_free(draft, plan):
    remove_plan(plan=plan, **NOW)
    assert not Plan.objects.exists()
    assert latest(f"plan:{plan.pk}") == "offers.plan_removed"
    assert add_plan(offer=draft, **FLAT, **NOW)
    with pytest.raises(NotFound):
        remove_plan(plan=plan, **NOW)


def test_a_plan_that_was_submitted_is_retired_and_stays_as_it_was(draft, plan):
    submit_offer(offer=draft, **NOW)
    remove_plan(plan=plan, **NOW)
    retired = Plan.objects.select_related("price", "offer").get(pk=plan.pk)
    assert retired.retired_at == NOW["at"]
    assert latest(f"plan:{plan.pk}") == "offers.plan_retired"
    with pytest.raises(PlanIsRetired):
        remove_plan(plan=retired, **NOW)
    with pytest.raises(PlanIsRetired):
        change_plan(plan=retired, version=retired.version, changes={"name": "x"}, **NOW)
    with pytest.raises(PlanCodeTaken):
        add_plan(offer=draft, **FLAT, **NOW)
