"""What a customer holds keeps to the contracts it was sold under: ordering, cancelling, and what is said of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.listings.actions import approve, withdraw_listing
from catalog.offers.actions import change_offer
from catalog.offers.models import Offer
from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from core.events.models import Fact
from core.events.queries import history
from marketplace.ordering.basket import Incompatible
from marketplace.ordering.quotes import preview
from marketplace.subscriptions.actions import cancel_subscription
from marketplace.subscriptions.keeping import holdings, warnings_about
from marketplace.subscriptions.models import Subscription
from tests.factories.catalog import FLAT, TEAM, YEARLY, live_listing, plan_of, submitted
from tests.factories.customers import customer, order
from tests.factories.partners import seat, vetted_partner
from tests.marketplace.conftest import START

pytestmark = pytest.mark.django_db


def needs(listing, *plans, rule="free", **more):
    """A contract that needs the offer of a listing, in any of these plans."""
    offer = str(listing.offer_id)
    return {
        "requires": {"match": "all", "offers": [{"offer": offer, "plans": list(plans)}]},
        "seats": {"rule": rule, "offer": None if rule == "free" else offer},
    } | more


def add_on(name, contract, plans=(TEAM, YEARLY)):
    return live_listing(
        vetted_partner(f"{name} Ltd"), name=name, kind="add_on", compatibility=contract, plans=list(plans)
    )


@pytest.fixture
def base(db):
    return live_listing(vetted_partner("Fleet Ltd"), name="Fleet Base", plans=[TEAM, FLAT])


def team(listing):
    return plan_of(listing, "team")


def refused(buyer, basket, at=None):
    """What preview and order both refuse, which must be the same."""
    answers, sold = [], Subscription.objects.count()
    for call in (
        lambda: preview(customer=buyer, basket=[(plan.pk, n) for plan, n in basket], at=at or clock.now()),
        lambda: order(buyer, basket, at=at),
    ):
        with pytest.raises(Incompatible) as refusal:
            call()
        answers.append(refusal.value)
    assert answers[0].extensions == answers[1].extensions
    assert Subscription.objects.count() == sold
    return [(one["pointer"], one["code"], one["detail"]) for one in answers[0].extensions["errors"]]


def test_an_add_on_is_ordered_with_or_after_what_it_needs_and_not_without(buyer, base):
    maps = add_on("Fleet Maps", needs(base))
    assert refused(buyer, [(team(maps), 1)]) == [
        (
            "/items/0",
            "requirement-missing",
            "Fleet Maps works only with Fleet Base. Hold it as well, or do without Fleet Maps.",
        )
    ]
    assert order(buyer, [(team(maps), 1), (team(base), 1)])
    other = customer()
    order(other, [(team(base), 1)])
    assert order(other, [(team(maps), 1)])
    assert refused(customer(), [(team(maps), 1)]), "what another customer holds is nothing to rely on"


def test_only_the_plans_that_are_named_count(buyer, base):
    maps = add_on("Fleet Maps", needs(base, "team"))
    ((pointer, code, detail),) = refused(buyer, [(plan_of(base, "flat"), 1), (team(maps), 1)])
    assert (pointer, code) == ("/items/1", "requirement-missing")
    assert "Fleet Base (plan team)" in detail


def test_excluded_offers_are_refused_from_either_side(buyer, base):
    rival = add_on("Rival Maps", {"excludes": [str(base.offer_id)]})
    order(buyer, [(team(rival), 1)])
    ((pointer, code, detail),) = refused(buyer, [(team(base), 1)])
    assert (pointer, code) == ("/items/0", "excluded")
    assert "Fleet Base" in detail
    assert "Rival Maps" in detail
    order(other := customer(), [(team(base), 1)])
    assert [one[:2] for one in refused(other, [(team(rival), 1)])] == [("/items/0", "excluded")]


def test_seats_are_compared_with_all_that_the_customer_holds(buyer, base):
    maps = add_on("Fleet Maps", needs(base, rule="at_most_base"))
    order(buyer, [(team(base), 3)])
    order(buyer, [(team(maps), 2)])
    ((pointer, code, detail),) = refused(buyer, [(team(maps), 2)])
    assert (pointer, code) == ("/items/0", "too-many-seats")
    assert "There would be 4 of Fleet Maps and 3 of Fleet Base" in detail
    assert order(buyer, [(team(maps), 2), (team(base), 1)])


def test_more_of_the_base_is_refused_where_the_add_on_must_keep_up(buyer, base):
    maps = add_on("Fleet Maps", needs(base, rule="equal_base"))
    order(buyer, [(team(base), 2), (team(maps), 2)])
    assert [one[:2] for one in refused(buyer, [(team(base), 1)])] == [("/items/0", "too-few-seats")]
    assert order(buyer, [(team(base), 1), (team(maps), 1)])


def test_what_counts_is_the_version_that_was_sold(buyer, base):
    maps = add_on("Fleet Maps", {})
    order(buyer, [(team(maps), 1)])
    offer = Offer.objects.get(pk=maps.offer_id)
    change_offer(
        offer=offer, version=offer.version, changes={"compatibility": needs(base)}, actor=SYSTEM, at=clock.now()
    )
    other = customer()
    assert order(other, [(team(maps), 1)]), "a draft binds nobody"
    approve(version=submitted(Offer.objects.get(pk=offer.pk)), actor=SYSTEM, at=clock.now())
    assert refused(customer(), [(team(maps), 1)])
    assert refused(buyer, [(team(maps), 1)]), "who buys more buys it as it is now"
    assert [one.held.contract.requires for one in holdings(buyer, at=clock.now())] == [()]


def test_what_is_wrong_already_is_no_reason_to_refuse_something_else(buyer, base, plans):
    maps = add_on("Fleet Maps", needs(base))
    main = order(buyer, [(team(base), 1)])
    order(buyer, [(team(maps), 1)])
    cancel_subscription(subscription=main, actor=SYSTEM, at=clock.now())
    assert order(buyer, [(plans[0], 1)])


def test_nothing_new_relies_on_what_ends_and_what_ends_stands_in_the_way_until_then(buyer, base):
    maps, rival = add_on("Fleet Maps", needs(base)), add_on("Rival Maps", {"excludes": [str(base.offer_id)]})
    main = order(buyer, [(team(base), 1)], at=START)
    cancel_subscription(subscription=main, actor=SYSTEM, at=START)
    ((_, _, detail),) = refused(buyer, [(team(maps), 1)], at=START + timedelta(days=1))
    assert "Fleet Base, which ends on 2026-02-28" in detail
    ((_, code, detail),) = refused(buyer, [(team(rival), 1)], at=START + timedelta(days=27))
    assert code == "excluded"
    assert detail.endswith("or wait until one has ended on 2026-02-28.")
    assert order(buyer, [(team(rival), 1)], at=START + timedelta(days=28)), "its last day is over"


def test_a_needed_offer_that_is_withdrawn_is_named_and_who_has_it_can_add(buyer, base):
    maps = add_on("Fleet Maps", needs(base))
    order(buyer, [(team(base), 1)])
    withdraw_listing(listing=base, actor=SYSTEM, at=clock.now())
    assert order(buyer, [(team(maps), 1)])
    ((_, _, detail),) = refused(customer(), [(team(maps), 1)])
    assert "works only with Fleet Base" in detail


@pytest.fixture
def relied_on(buyer, base):
    """A subscription, and another one with an add-on that needs it."""
    maps = add_on("Fleet Maps", needs(base, rule="at_most_base"))
    return order(buyer, [(team(base), 3)], at=START), order(buyer, [(team(maps), 3)], at=START)


def test_cancelling_what_another_relies_on_is_allowed_and_said(buyer, relied_on, deliver, mailoutbox):
    main, other = relied_on
    cancelled = cancel_subscription(subscription=main, actor=SYSTEM, at=START)
    assert cancelled.state == "ending"
    assert Subscription.objects.get(pk=other.pk).state == "active", "it runs on"
    fact = history(f"subscription:{other.pk}").last()
    assert (fact.type, fact.data["because_of"]) == ("subscriptions.compatibility_lost", str(main.pk))
    sentence = (
        "Fleet Maps works only with Fleet Base, which ends on 2026-02-28. Hold it as well, or do without Fleet Maps."
    )
    assert fact.data["sentences"] == [sentence]
    for subscription in (main, other):
        assert [one.sentence for one in warnings_about(subscription, at=START)] == [sentence]
    deliver()
    (mail,) = [one for one in mailoutbox if "affected" in one.subject]
    assert mail.to == [buyer.billing_email]
    assert sentence in mail.body
    assert other.reference in mail.subject
    assert not [fact for fact in history(f"partner:{other.items.get().partner_id}") if "compat" in fact.type]


def test_the_warning_stays_when_the_end_has_come_and_goes_when_it_is_mended(buyer, base, relied_on):
    main, other = relied_on
    cancel_subscription(subscription=main, actor=SYSTEM, at=START)
    later = START + timedelta(days=40)
    (warning,) = warnings_about(other, at=later)
    assert warning.sentence == "Fleet Maps works only with Fleet Base. Hold it as well, or do without Fleet Maps."
    assert refused(buyer, [(team(base), 2)], at=later)[0][1] == "too-many-seats"
    order(buyer, [(team(base), 3)], at=later)
    assert warnings_about(other, at=later) == []


def test_cancelling_half_of_the_seats_is_said_too(buyer, base, relied_on):
    _, other = relied_on
    more = order(buyer, [(team(base), 2)], at=START)
    cancel_subscription(subscription=more, actor=SYSTEM, at=START)
    assert warnings_about(other, at=START) == [], "three of three are enough"
    more = order(buyer, [(team(base), 2)], at=START)
    cancel_subscription(subscription=relied_on[0], actor=SYSTEM, at=START)
    (warning,) = warnings_about(other, at=START)
    assert (warning.code, warning.sentence[:52]) == (
        "too-many-seats",
        "There would be 3 of Fleet Maps and 2 of Fleet Base, ",
    )


def test_cancelling_the_add_on_or_both_warns_of_nothing_that_runs_on(relied_on):
    main, other = relied_on
    cancel_subscription(subscription=other, actor=SYSTEM, at=START)
    cancel_subscription(subscription=main, actor=SYSTEM, at=START)
    assert not Fact.objects.filter(type="subscriptions.compatibility_lost").exists()
    assert warnings_about(main, at=START) == []


def test_rest_refuses_by_pointer_and_warns_in_the_readers_language(signed_in, base):
    place = seat(Role.BILLING)
    buyer = customer(place.organisation)
    client = signed_in(Role.BILLING, organisation=place.organisation)
    maps = add_on("Fleet Maps", needs(base))

    def post(path, body, **headers):
        return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    body = {"customer": str(buyer.pk), "items": [{"plan": str(team(maps).pk)}]}
    for path in ("subscriptions/preview", "subscriptions"):
        problem = post(path, body, **{"Idempotency-Key": path}).json()
        assert (problem["status"], problem["code"]) == (409, "incompatible")
        assert [error["pointer"] for error in problem["errors"]] == ["/items/0"]
        assert problem["detail"].startswith("Fleet Maps works only with Fleet Base.")
    main, other = order(buyer, [(team(base), 1)]), order(buyer, [(team(maps), 1)])
    answer = post(f"subscriptions/{main.pk}/cancellation", {}, **{"Accept-Language": "fr", "Idempotency-Key": "c"})
    (warning,) = answer.json()["warnings"]
    assert (warning["code"], warning["offer"]) == ("requirement-missing", str(maps.offer_id))
    assert warning["missing"] == [str(base.offer_id)]
    assert warning["detail"].startswith("Fleet Maps ne fonctionne qu’avec Fleet Base, qui prend fin le")
    for subscription in (main, other):
        shown = client.get(f"/api/v1/subscriptions/{subscription.pk}").json()
        assert [one["code"] for one in shown["warnings"]] == ["requirement-missing"]


def test_a_preview_costs_the_same_however_much_is_held(buyer, base):
    maps = add_on("Fleet Maps", needs(base))

    def queries():
        with CaptureQueriesContext(connection) as seen:
            preview(customer=buyer, basket=[(team(base).pk, 1), (team(maps).pk, 1)], at=clock.now())
        return len(seen)

    queries()
    few = queries()
    for _ in range(5):
        order(buyer, [(team(base), 1), (team(maps), 1)])
    assert queries() == few
