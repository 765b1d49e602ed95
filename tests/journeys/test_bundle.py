"""A bundle, from the shop window to the invoice, by the pages alone: choose, see the price, sign in, order."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from catalog.bundles.models import BundleVersion
from core import clock
from core.accounts.roles import Role
from core.events import postman
from core.money import Money
from marketplace.billing.models import Invoice
from marketplace.subscriptions.models import Subscription
from tests.factories import bundles as make
from tests.factories.catalog import plan_of
from tests.factories.customers import customer
from tests.factories.partners import seat
from tests.journeys.pages import browser, text

pytestmark = pytest.mark.django_db

NAMES = [f"Tool {letter}" for letter in "ABCDEFGHIJKLMNO"]
CHOICE = {"code": "tools", "name": "Tools", "name_fr": "Outils", "least": 2, "most": 7}
PRICE = {"currency": "EUR", "interval": "month", "kind": "percent", "value": "15"}


@pytest.fixture
def listings():
    partners = [make.bundled_partner(f"Partner {number}") for number in range(3)]
    return [make.listing_to_bundle(name, partners[at % 3]) for at, name in enumerate(["Base", "Extra", *NAMES])]


@pytest.fixture
def bundle(listings):
    """Base is always in, 2 to 7 of 15 are to choose, Extra comes if one likes, with seats."""
    parts = [
        make.part(plan_of(listings[0], "flat")),
        make.part(plan_of(listings[1], "team"), "optional"),
        *(make.part(plan_of(one, "team"), "choice", group="tools") for one in listings[2:]),
    ]
    partners = {one.partner_id: one.partner for one in listings}.values()
    terms = [make.terms(partner) for partner in partners]
    return make.live_bundle(listings, slug="suite", parts=parts, groups=[CHOICE], prices=[PRICE], terms=terms)


def link(answer, starts):
    """The first link of a page that begins so."""
    return unescape(re.search(rf'href="({re.escape(starts)}[^"]*)"', answer.content.decode())[1])


def test_a_customer_builds_a_bundle_and_the_invoice_is_what_was_shown(bundle, listings):
    buyer = customer(country="DE", zone="Europe/Berlin")
    person = seat(Role.OWNER, in_=buyer.organisation).user

    # In the shop window, by somebody nobody knows: nothing is chosen yet, and one of fifteen is too few.
    visitor = browser()
    page = link(visitor.get("/bundles/"), "/bundles/suite")
    first = text(visitor.get(page))
    assert "choose 2 to 7 of 15" in first
    assert "Choose what goes in" in first
    tools = [plan_of(one, "team").pk for one in listings[2:]]
    asked = {"market": "EUR-month", "part": [str(tools[0])]}
    assert "choose at least 2; you have chosen 1" in text(visitor.get(page, asked))

    # Three of them, one with seats, and the extra: 12.50 + 4.00 × (1 + 10 + 2 + 1), 15 % less.
    extra = plan_of(listings[1], "team").pk
    asked["part"] = [str(plan) for plan in (tools[0], tools[4], tools[9], extra)]
    asked |= {f"n-{tools[4]}": "10", f"n-{tools[9]}": "2"}
    priced = visitor.get(page, asked)
    assert "Your price €58.22 a month" in text(priced)
    assert re.search(r"By partner Partner 0 €\S+ €\S+ less Partner 1 €\S+ €\S+ less Partner 2 €", text(priced))

    # Signing in leads back to the same selection, with VAT and the first invoice.
    after = dict(parse_qsl(urlsplit(link(priced, "/accounts/login/?")).query))["next"]
    signed_in = browser(person)
    seen = signed_in.get(after)
    assert "Your price €58.22 a month" in text(seen)
    sums = re.search(r"Net €(\S+) VAT (\S+)% €(\S+) First invoice €(\S+)", text(seen))
    html = unescape(seen.content.decode())
    action = re.search(r'<form method="post" action="(/bundles/suite/order/[^"]+)"', html)[1]
    sent = dict(re.findall(r'name="(customer|total|once)" value="([^"]*)"', html))

    # Ordered, delivered, billed: one subscription of three partners, and an invoice equal to the cent.
    ordered = signed_in.post(action, sent)
    postman.deliver_due(at=clock.now())
    subscription = Subscription.objects.get()
    assert subscription.customer == buyer
    assert {one.bundle_version for one in subscription.items.all()} == {BundleVersion.objects.get()}
    invoice = Invoice.objects.get(subscription=subscription)
    amounts = (invoice.net_minor, invoice.tax_minor, invoice.gross_minor)
    assert [str(Money(minor, "EUR").amount) for minor in amounts] == [sums[1], sums[3], sums[4]]
    assert {line.partner_name for line in invoice.lines.all()} == {"Partner 0", "Partner 1", "Partner 2"}
    shown = text(signed_in.get(ordered["Location"]))
    assert f"Subscription {subscription.reference}" in shown
    assert f"Total €{sums[4]}" in shown
