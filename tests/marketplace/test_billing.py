from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.actors import SYSTEM
from marketplace.billing import tasks
from marketplace.billing.actions import SurplusBilled, bill_subscription, stored_unit_price
from marketplace.billing.models import Invoice, Line
from marketplace.customers.models import Customer
from marketplace.ordering.quotes import preview
from marketplace.subscriptions.actions import cancel_subscription
from marketplace.subscriptions.models import Subscription, TimelineEntry
from tests.factories.catalog import FLAT, TEAM, YEARLY, live_listing, plan_of
from tests.factories.customers import GERMAN_VAT_ID, customer, order
from tests.marketplace.conftest import START

pytestmark = pytest.mark.django_db


def bill(subscription, at):
    return bill_subscription(subscription=subscription, actor=SYSTEM, at=at)


def periods(subscription):
    lines = Line.objects.filter(invoice__subscription=subscription).order_by("service_start", "position")
    return [(line.service_start, line.service_end) for line in lines]


def test_the_end_of_the_month_is_counted_from_the_anchor(buyer, plans):
    subscription = order(buyer, [(plans[0], 1)], at=START)
    for day in range(70):
        bill(subscription, START + timedelta(days=day))
    assert periods(subscription) == [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2026, 3, 31)),
        (date(2026, 3, 31), date(2026, 4, 30)),
    ]


def test_daily_runs_bill_what_one_late_run_bills(buyer, plans):
    wishes = [(plans[0], 1), (plans[1], 3), (plans[2], 1)]
    daily, late = order(buyer, wishes, at=START), order(buyer, wishes, at=START)
    for day in range(0, 100, 3):
        bill(daily, START + timedelta(days=day))
    bill(late, START + timedelta(days=99))
    assert Invoice.objects.filter(subscription=daily).count() == 4
    assert Invoice.objects.filter(subscription=late).count() == 1
    sums = [
        sorted(
            Line.objects.filter(invoice__subscription=one).values_list(
                "description", "service_start", "service_end", "net_minor"
            )
        )
        for one in (daily, late)
    ]
    assert sums[0] == sums[1]
    assert len(sums[0]) == 4 + 4 + 1


def test_a_billing_day_is_a_date_on_the_customers_calendar(plans):
    at = datetime(2026, 3, 31, 20, 0, tzinfo=UTC)
    tokyo = order(customer(zone="Asia/Tokyo", country="JP"), [(plans[0], 1)], at=at)
    honolulu = order(customer(zone="Pacific/Honolulu", country="US"), [(plans[0], 1)], at=at)
    assert (tokyo.anchor_on, honolulu.anchor_on) == (date(2026, 4, 1), date(2026, 3, 31))
    invoice = bill(tokyo, at)
    assert invoice is not None
    assert invoice.issued_on == date(2026, 4, 1)
    # Tokyo's 1 May begins on 30 April in UTC.
    assert bill(tokyo, datetime(2026, 4, 30, 14, 59, tzinfo=UTC)) is None
    assert bill(tokyo, datetime(2026, 4, 30, 15, 0, tzinfo=UTC)) is not None


def test_a_change_of_zone_moves_no_billing_day(buyer, plans):
    subscription = order(buyer, [(plans[0], 1)], at=START)
    bill(subscription, START)
    Customer.objects.filter(pk=buyer.pk).update(zone="Pacific/Kiritimati")
    bill(subscription, START + timedelta(days=40))
    assert periods(subscription)[1][0] == date(2026, 2, 28)


def test_next_billing_day_follows_the_earliest_item(buyer, plans):
    subscription = order(buyer, [(plans[2], 1), (plans[0], 1)], at=START)
    assert subscription.next_bill_on == date(2026, 1, 31)
    bill(subscription, START)
    subscription.refresh_from_db()
    assert subscription.next_bill_on == date(2026, 2, 28)


def test_the_hourly_run_bills_what_is_due_and_the_handler_missed(buyer, plans):
    subscription = order(buyer, [(plans[0], 1)], at=START)
    with time_machine.travel(START + timedelta(days=30), tick=False):
        tasks.bill_due()
        tasks.bill_due()
    assert Invoice.objects.filter(subscription=subscription).count() == 1
    assert len(periods(subscription)) == 2


def test_one_subscription_that_fails_does_not_hold_up_the_others(buyer, plans, monkeypatch):
    broken, sound = order(buyer, [(plans[0], 1)], at=START), order(buyer, [(plans[0], 1)], at=START)
    real = tasks.actions.bill_subscription

    def failing(*, subscription, actor, at):
        if subscription.pk == broken.pk:
            raise RuntimeError("disk full")
        return real(subscription=subscription, actor=actor, at=at)

    monkeypatch.setattr(tasks.actions, "bill_subscription", failing)
    with time_machine.travel(START, tick=False):
        tasks.bill_due()
    assert list(Invoice.objects.values_list("subscription_id", flat=True)) == [sound.pk]
    assert list(Subscription.objects.to_bill(START)) == [broken]


def test_after_a_cancellation_the_period_is_billed_and_no_other(buyer, plans):
    subscription = order(buyer, [(plans[0], 1)], at=START)
    cancel_subscription(subscription=subscription, actor=SYSTEM, at=START + timedelta(days=2))
    for day in range(0, 120, 5):
        bill(subscription, START + timedelta(days=day))
    assert periods(subscription) == [(date(2026, 1, 31), date(2026, 2, 28))]
    subscription.refresh_from_db()
    assert subscription.next_bill_on is None


def test_more_billed_than_asked_for_stops_the_run_and_writes_nothing(buyer, plans):
    subscription = order(buyer, [(plans[0], 1)], at=START)
    bill(subscription, START + timedelta(days=40))
    item = subscription.items.get()
    TimelineEntry.objects.create(
        subscription=subscription,
        item=item,
        kind="cancel",
        effective_at=START + timedelta(days=5),
        effective_on=date(2026, 2, 5),
        recorded_at=START + timedelta(days=41),
    )
    with pytest.raises(SurplusBilled):
        bill(subscription, START + timedelta(days=41))
    assert Invoice.objects.count() == 1


def test_a_business_elsewhere_in_the_eu_gets_a_reverse_charge_invoice_with_its_evidence(plans):
    buyer = customer(country="DE", vat_id=GERMAN_VAT_ID, zone="Europe/Berlin")
    invoice = bill(order(buyer, [(plans[0], 1)], at=START), START)
    assert invoice is not None
    (tax_line,) = invoice.tax_lines.all()
    assert (tax_line.category, tax_line.rate, tax_line.tax_minor) == ("AE", 0, 0)
    assert "Art. 44 and 196" in tax_line.note
    assert invoice.tax_evidence["vat_id"] == GERMAN_VAT_ID
    assert invoice.tax_evidence["vat_id_verified_at"] is not None
    assert invoice.buyer["country"] == "DE"
    assert invoice.gross_minor == invoice.net_minor == 1250


def test_what_a_customer_is_called_later_does_not_change_what_was_issued(buyer, plans):
    invoice = bill(order(buyer, [(plans[0], 1)], at=START), START)
    Customer.objects.filter(pk=buyer.pk).update(name="Another name", country="HU")
    invoice.refresh_from_db()
    assert (invoice.buyer["name"], invoice.buyer["country"]) == ("Boulangerie Martin SARL", "FR")


def test_numbers_are_one_series_a_year_and_start_again_at_one(buyer, plans):
    issued = [bill(order(buyer, [(plans[0], 1)], at=at), at) for at in (START, START, START + timedelta(days=365))]
    assert [invoice.reference for invoice in issued] == ["INV-2026-000001", "INV-2026-000002", "INV-2027-000001"]


def test_a_unit_price_that_does_not_end_is_stored_with_twelve_decimals():
    assert str(stored_unit_price(Fraction(2, 3))) == "0.666666666667"
    assert str(stored_unit_price(Fraction("12.5"))) == "12.500000000000"


COUNTRIES = st.sampled_from([("FR", ""), ("HU", ""), ("FI", ""), ("US", ""), ("DE", GERMAN_VAT_ID), ("GB", "GB1234")])
PRICES = ["0.00", "0.005", "9.99", "12.50", "33.333333", "1234567.89"]


@pytest.fixture
def shelf(db):
    """Plans of many prices: flat, by the seat, by the year."""
    made = []
    for base in (FLAT, TEAM, YEARLY):
        listing = live_listing(
            plans=[base | {"code": f"p{number}", "terms": {"amount": price}} for number, price in enumerate(PRICES)]
        )
        made += [plan_of(listing, f"p{number}") for number in range(len(PRICES))]
    return made


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), where=COUNTRIES, days=st.integers(0, 700))
def test_the_preview_is_the_invoice_for_any_basket(shelf, data, where, days):
    country, vat_id = where
    at = START + timedelta(days=days)
    buyer = customer(country=country, vat_id=vat_id)
    chosen = data.draw(st.lists(st.sampled_from(range(len(shelf))), min_size=1, max_size=12, unique=True))
    seats = st.integers(1, 5000)
    basket = [(shelf[index], data.draw(seats) if shelf[index].price.scheme == "per_seat" else 1) for index in chosen]
    quote = preview(customer=buyer, basket=[(plan.pk, quantity) for plan, quantity in basket], at=at)
    invoice = bill(order(buyer, basket, at=at, expected=quote.gross), at)
    assert invoice is not None
    totals = quote.draft.totals
    assert (invoice.net_minor, invoice.tax_minor, invoice.gross_minor) == (totals.net, totals.tax, totals.gross)
    shown = [(line.description, line.net_minor, line.unit_price, line.explanation) for line in invoice.lines.all()]
    assert shown == [
        (f"{plan.offer_name}: {plan.plan_name}", line.net, stored_unit_price(line.unit_price), line.explanation)
        for plan, line in zip(quote.plans, quote.draft.lines, strict=True)
    ]
    assert quote.renewal is not None
    again = bill(invoice.subscription, datetime.combine(quote.renewal.on, START.timetz()))
    assert again is not None
    assert again.gross == quote.renewal.gross
