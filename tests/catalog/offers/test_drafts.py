"""Drafting and changing offers, through the actions."""

import pytest

from catalog.offers.actions import change_offer, draft_offer, publish_categories
from catalog.offers.models import Category, Offer
from catalog.offers.refusals import OfferNameTaken, TooManyPlans
from core import clock
from core.actors import SYSTEM
from core.events.queries import history
from core.refusals import Invalid, PreconditionFailed
from tests.factories.catalog import FLAT, TEAM, category, offer
from tests.factories.partners import registered_partner

NOW = {"actor": SYSTEM, "at": clock.now()}


def story(made):
    return [fact.type for fact in history(f"offer:{made.pk}")]


def test_a_partner_who_is_not_vetted_may_draft(db, shelf):
    made = draft_offer(partner=registered_partner(), name="Tide", summary="s", categories=[shelf.slug], **NOW)
    assert story(made) == ["offers.offer_drafted"]


def test_a_draft_may_bring_its_plans(partner):
    made = draft_offer(partner=partner, name="Tide", summary="s", plans=[FLAT, TEAM], **NOW)
    assert [(plan.code, plan.position) for plan in made.plans.all()] == [("flat", 0), ("team", 1)]
    assert story(made) == ["offers.offer_drafted", "offers.plan_added", "offers.plan_added"]


def test_too_many_plans_leave_no_draft_behind(partner):
    with pytest.raises(TooManyPlans):
        draft_offer(
            partner=partner, name="Tide", summary="s", plans=[FLAT | {"code": f"p{n}"} for n in range(21)], **NOW
        )
    assert not Offer.objects.exists()


def test_every_bad_field_is_named_at_once(partner):
    with pytest.raises(Invalid) as refusal:
        draft_offer(partner=partner, name="", summary="x\x00", website="ftp://x", categories=["nowhere"], **NOW)
    found = {error["pointer"] for error in refusal.value.extensions["errors"]}
    assert found == {"/name", "/summary", "/website", "/categories"}
    assert not Offer.objects.exists()


def test_a_name_comes_once_for_each_partner_whatever_its_case(draft):
    with pytest.raises(OfferNameTaken):
        draft_offer(partner=draft.partner, name=draft.name.upper(), summary="s", **NOW)
    assert draft_offer(partner=registered_partner(), name=draft.name, summary="s", **NOW)


def test_a_change_names_its_fields_and_moves_the_version(draft):
    before = draft.version
    changed = change_offer(offer=draft, version=before, changes={"summary": "t", "name": draft.name}, **NOW)
    assert (changed.summary, changed.version) == ("t", before + 1)
    fact = history(f"offer:{draft.pk}").last()
    assert (fact.type, fact.data["fields"]) == ("offers.offer_changed", ["summary"])


def test_an_equal_change_changes_nothing(draft):
    told, version = story(draft), draft.version
    change_offer(offer=draft, version=version, changes={"summary": draft.summary}, **NOW)
    assert story(draft) == told
    assert Offer.objects.get(pk=draft.pk).version == version


def test_a_change_based_on_an_older_version_is_refused(draft):
    stale = Offer.objects.get(pk=draft.pk)
    change_offer(offer=draft, version=draft.version, changes={"summary": "first"}, **NOW)
    with pytest.raises(PreconditionFailed):
        change_offer(offer=stale, version=stale.version, changes={"summary": "second"}, **NOW)
    assert Offer.objects.get(pk=draft.pk).summary == "first"


def test_a_change_may_not_take_the_name_of_another(draft):
    other = offer(draft.partner)
    with pytest.raises(OfferNameTaken):
        change_offer(offer=other, version=other.version, changes={"name": draft.name.lower()}, **NOW)


def test_only_named_fields_can_be_changed(draft):
    with pytest.raises(ValueError, match="partner"):
        change_offer(offer=draft, version=draft.version, changes={"partner": None}, **NOW)


def test_equal_categories_change_nothing_and_others_are_left_alone(db):
    category("a", "A")
    wanted = [{"slug": "b", "name": "B", "name_fr": "Bé", "position": 3}]
    assert [row.slug for row in publish_categories(categories=wanted, **NOW)] == ["b"]
    assert publish_categories(categories=wanted, **NOW) == []
    (changed,) = publish_categories(categories=[{"slug": "b", "name": "Bee"}], **NOW)
    assert (changed.name, changed.name_fr, changed.position) == ("Bee", "Bé", 3)
    assert set(Category.objects.values_list("slug", "name")) == {("a", "A"), ("b", "Bee")}


@pytest.mark.parametrize(
    "bad", [{"slug": "A b", "name": "x"}, {"slug": "a"}, {"slug": "a", "name": "x\n"}, {"slug": 1}]
)
def test_a_category_has_a_slug_and_a_name_on_one_line(db, bad):
    with pytest.raises(Invalid):
        publish_categories(categories=[bad], **NOW)
    assert not Category.objects.exists()


def test_tags_are_kept_folded_and_equal_ones_change_nothing(draft):
    changed = change_offer(
        offer=draft, version=draft.version, changes={"tags": ["Remote teams", "GDPR", "gdpr"]}, **NOW
    )
    assert changed.tags == ["remote-teams", "gdpr"]
    again = change_offer(offer=changed, version=changed.version, changes={"tags": ["remote TEAMS", "GDPR"]}, **NOW)
    assert again.version == changed.version
