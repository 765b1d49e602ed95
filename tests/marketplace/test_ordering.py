from datetime import timedelta

import pytest

from core import clock
from core.actors import SYSTEM
from core.events.models import Fact
from core.events.queries import history
from core.money import Money
from core.refusals import Invalid
from marketplace.billing.actions import bill_subscription
from marketplace.billing.models import Invoice, Line
from marketplace.ordering.actions import PriceChanged, place_order
from marketplace.ordering.basket import BasketInvalid, CurrenciesMixed, PartnerTakesNoOrders, PlanNotForSale
from marketplace.ordering.quotes import preview
from marketplace.subscriptions.models import Item, Subscription
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.vetting.actions import review_subject
from partners.vetting.models import Assessment
from tests.factories.catalog import FLAT, live_listing, offer, plan_of
from tests.factories.customers import customer, order

pytestmark = pytest.mark.django_db


def basket(plans, *quantities):
    return [(plan.pk, quantity) for plan, quantity in zip(plans, quantities, strict=True)]


def quoted(buyer, wishes):
    return preview(customer=buyer, basket=wishes, at=clock.now())


def test_plans_of_three_partners_make_one_subscription_and_one_invoice_at_the_total_that_was_seen(
    buyer, plans, deliver, mailoutbox
):
    quote = quoted(buyer, basket(plans, 1, 5, 1))
    assert [line.net for line in quote.draft.lines] == [1250, 2000, 12000]
    assert quote.gross == Money(18300, "EUR")

    subscription = order(buyer, list(zip(plans, (1, 5, 1), strict=True)), expected=quote.gross)
    deliver()

    invoice = Invoice.objects.get()
    assert invoice.gross == quote.gross
    lines = list(invoice.lines.all())
    assert [line.partner_name for line in lines] == ["Alpha Forms Ltd", "Beta Team Ltd", "Gamma Vault Ltd"]
    assert [line.description for line in lines] == ["Alpha Forms: Flat", "Beta Team: Team", "Gamma Vault: Yearly"]
    assert [line.net_minor for line in lines] == [1250, 2000, 12000]
    assert len({item.partner_id for item in subscription.items.all()}) == 3
    (tax_line,) = invoice.tax_lines.all()
    assert (tax_line.category, tax_line.rate, tax_line.taxable_minor, tax_line.tax_minor) == ("S", 20, 15250, 3050)
    (mail,) = mailoutbox
    assert mail.to == [buyer.billing_email]
    assert mail.subject == f"Invoice {invoice.reference}: 183.00 EUR"
    for line in lines:
        assert line.partner_name in mail.body
    assert "Total: 183.00 EUR" in mail.body


def test_delivering_again_bills_and_writes_nothing_more(buyer, plans, deliver):
    order(buyer, [(plans[0], 1)])
    deliver()
    before = (Invoice.objects.count(), Line.objects.count(), Fact.objects.count())
    deliver(clock.now() + timedelta(hours=1))
    assert (Invoice.objects.count(), Line.objects.count(), Fact.objects.count()) == before == (1, 1, before[2])


def test_a_quote_says_when_it_renews_and_for_how_much(buyer, plans):
    quote = quoted(buyer, basket(plans, 1, 5, 1))
    assert quote.renewal is not None
    assert quote.renewal.gross == Money(3900, "EUR")  # the yearly plan is not due in a month
    assert "183.00 EUR today; renews on" in quote.renewal_sentence
    assert "for 39.00 EUR" in quote.renewal_sentence


def test_another_total_than_the_one_seen_buys_nothing_and_names_both(buyer, plans):
    with pytest.raises(PriceChanged) as refused:
        order(buyer, [(plans[0], 1)], expected=Money(1499, "EUR"))
    assert refused.value.extensions["expected"] == {"amount": "14.99", "currency": "EUR"}
    assert refused.value.extensions["found"] == {"amount": "15.00", "currency": "EUR"}
    assert "14.99 EUR" in refused.value.detail
    assert not Subscription.objects.exists()
    assert not Fact.objects.filter(type="subscriptions.subscription_started").exists()


def test_the_same_number_in_another_currency_is_another_total(buyer, plans):
    with pytest.raises(PriceChanged):
        order(buyer, [(plans[0], 1)], expected=Money(1500, "USD"))


def test_a_new_address_between_preview_and_order_is_a_new_price(buyer, plans):
    seen = quoted(buyer, basket(plans, 1, 1, 1)).gross
    type(buyer).objects.filter(pk=buyer.pk).update(country="HU")
    with pytest.raises(PriceChanged):
        order(buyer, [(plan, 1) for plan in plans], expected=seen)


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001, 2**70])
def test_quantities_out_of_bounds_are_refused_by_pointer(buyer, plans, quantity):
    with pytest.raises(BasketInvalid) as refused:
        order(buyer, [(plans[0], 1), (plans[1], quantity)])
    assert [error["pointer"] for error in refused.value.extensions["errors"]] == ["/items/1/quantity"]
    assert not Item.objects.exists()


def test_a_flat_price_is_bought_once(buyer, plans):
    with pytest.raises(BasketInvalid, match="whatever the quantity"):
        order(buyer, [(plans[0], 2)])


def test_a_plan_stands_in_a_basket_once(buyer, plans):
    with pytest.raises(BasketInvalid, match="item 1 already"):
        order(buyer, [(plans[1], 2), (plans[1], 3)])


@pytest.mark.parametrize("count", [0, 51])
def test_a_basket_has_one_to_fifty_items(buyer, plans, count):
    with pytest.raises(BasketInvalid, match="1 to 50 items"):
        place_order(
            customer=buyer, basket=[(plans[1].pk, 1)] * count, expected_total=None, actor=SYSTEM, at=clock.now()
        )


def test_a_draft_a_withdrawn_listing_and_nothing_at_all_are_refused_alike(buyer, plans):
    draft = offer(plans=[FLAT]).plans.get()
    gone = plans[0].offer.listing
    type(gone).objects.filter(pk=gone.pk).update(state="withdrawn", current=None)
    answers = set()
    for plan_id in (draft.pk, plans[0].pk, buyer.pk):
        with pytest.raises(PlanNotForSale) as refused:
            preview(customer=buyer, basket=[(plan_id, 1)], at=clock.now())
        answers.add(refused.value.detail.replace(str(plan_id), "it"))
    assert len(answers) == 1
    assert issubclass(PlanNotForSale, Invalid)


def test_currencies_do_not_mix(buyer, plans):
    dollars = plan_of(live_listing(plans=[FLAT | {"currency": "USD"}]), "flat")
    with pytest.raises(CurrenciesMixed, match="priced in USD, and you are billed in EUR"):
        order(buyer, [(plans[0], 1), (dollars, 1)])
    in_dollars = customer(currency="USD", country="US")
    assert order(in_dollars, [(dollars, 1)]).currency == "USD"


def test_an_amount_that_no_invoice_can_say_is_refused(buyer):
    dear = live_listing(plans=[FLAT | {"scheme": "per_seat", "terms": {"amount": "999999999999"}}])
    with pytest.raises(BasketInvalid, match="Order fewer"):
        order(buyer, [(plan_of(dear, "flat"), 1_000_000)])


def test_an_item_keeps_the_terms_it_was_sold_on(buyer, plans):
    subscription = order(buyer, [(plans[1], 3)])
    item = subscription.items.get()
    listing = plans[1].offer.listing
    assert (item.price_id, item.listing_version_id) == (plans[1].price_id, listing.current_id)
    assert (item.quantity, item.partner_id) == (3, listing.partner_id)


def test_a_partner_learns_of_its_own_items_and_of_nothing_else(buyer, plans, deliver):
    order(buyer, list(zip(plans, (1, 5, 1), strict=True)))
    deliver()
    for plan in plans:
        partner = plan.offer.partner
        sold = [fact for fact in history(f"partner:{partner.pk}") if fact.type.startswith(("subscriptions", "billing"))]
        assert [fact.type for fact in sold] == ["subscriptions.item_sold"]
        assert sold[0].data["plan_id"] == str(plan.pk)
        assert sold[0].actor_kind == "system"
        others = {str(other.pk) for other in plans if other != plan} | {str(buyer.pk)}
        assert not others & set(map(str, sold[0].data.values()))


def test_the_history_of_a_subscription_tells_its_story_without_amounts(buyer, plans, deliver):
    subscription = order(buyer, [(plans[0], 1), (plans[1], 2)])
    deliver()
    story = list(history(f"subscription:{subscription.pk}"))
    assert [fact.type for fact in story] == [
        "subscriptions.subscription_started",
        "subscriptions.item_sold",
        "subscriptions.item_sold",
        "billing.invoice_issued",
    ]
    assert "amount" not in str([fact.data for fact in story])


def lapsed(partner_id, days):
    """What the partner is vetted by ended so many days ago."""
    ended = clock.now() - timedelta(days=days)
    Assessment.objects.filter(application__partner=partner_id, key="LEG-001").update(
        good_until=ended, grace_until=ended + timedelta(days=30)
    )


def takes_no_order(buyer, plans, who):
    for refused_action in (lambda: quoted(buyer, basket(plans, 1, 1, 1)), lambda: order(buyer, [(plans[1], 1)])):
        with pytest.raises(PartnerTakesNoOrders) as refused:
            refused_action()
        assert who in refused.value.detail
        assert "What you have bought already runs on" in refused.value.detail
        assert [error["pointer"] for error in refused.value.extensions["errors"]] in (
            ["/items/0/plan"],
            ["/items/1/plan"],
        )
    assert order(buyer, [(plans[0], 1)]), "the others sell on"


def test_a_partner_that_steps_down_closes_to_new_customers_first_and_what_was_bought_runs_on(buyer, plans, deliver):
    subscription = order(buyer, [(plans[0], 1), (plans[1], 2)])
    deliver()
    closed, newcomer = plans[1].offer.partner, customer()
    lapsed(closed.pk, days=29)
    assert quoted(newcomer, basket(plans, 1, 1, 1)), "in grace everything is as before"

    lapsed(closed.pk, days=31)
    yesterday = clock.now() - timedelta(days=1)
    takes_no_order(newcomer, plans, f"Beta Team Ltd has taken no new orders since {yesterday:%Y-%m-%d}")
    assert quoted(buyer, basket(plans, 1, 1, 1)), "who has something of it may have more"

    lapsed(closed.pk, days=30 + 15)
    takes_no_order(buyer, plans, "Beta Team Ltd has taken no new orders since")

    bill_subscription(subscription=subscription, actor=SYSTEM, at=clock.now() + timedelta(days=32))
    later = Invoice.objects.filter(subscription=subscription).order_by("pk").last()
    assert [line.partner_name for line in later.lines.all()] == ["Alpha Forms Ltd", "Beta Team Ltd"]


def test_an_offer_closes_by_its_own_requirements_and_the_partners_other_offers_sell_on(buyer, plans):
    offer = plans[1].offer
    other = plan_of(live_listing(offer.partner, name="Beta Other", plans=[FLAT]), "flat")
    book = next(path for path in shipped.BOOKS if path.stem == "offer")
    publish_programme(**shipped.read_file(book), actor=SYSTEM, at=clock.now())
    facts = {"data_classes": ["health"], "texts": {}, "listing_prices": [], "plan_prices": []}
    review_subject(
        partner=offer.partner,
        programme_scope="offer",
        subject_id=offer.pk,
        facts=facts,
        touched=[],
        actor=SYSTEM,
        at=clock.now(),
    )
    takes_no_order(buyer, plans, f"{offer.name} takes no orders yet")
    assert order(buyer, [(other, 1)])
