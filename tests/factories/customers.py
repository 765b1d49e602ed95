"""Customers and subscriptions for tests, made by the actions a buyer goes through."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from catalog.offers.models import Plan
from core import clock
from core.accounts.models import Organisation
from core.actors import SYSTEM
from core.money import Money
from marketplace.customers.actions import open_customer
from marketplace.customers.models import Customer
from marketplace.ordering.actions import place_order
from marketplace.subscriptions.models import Subscription
from tests.factories.catalog import FLAT, TEAM, YEARLY, live_listing, plan_of
from tests.factories.partners import organisation, vetted_partner

GERMAN_VAT_ID = "DE136695976"


def customer(in_: Organisation | None = None, **fields: Any) -> Customer:
    """An organisation that is billed in EUR in Paris, unless said otherwise."""
    fields = {
        "name": "Boulangerie Martin SARL",
        "billing_email": "factures@martin.example",
        "currency": "EUR",
        "country": "FR",
        "zone": "Europe/Paris",
    } | fields
    return open_customer(organisation=in_ or organisation(), **fields, actor=SYSTEM, at=clock.now())


def three_plans() -> list[Plan]:
    """One plan each of three partners: 12.50 a month, 4.00 a seat and month, 120.00 a year."""
    sold = [("Alpha Forms", FLAT), ("Beta Team", TEAM), ("Gamma Vault", YEARLY)]
    return [
        plan_of(live_listing(vetted_partner(f"{name} Ltd"), name=name, plans=[plan]), plan["code"])
        for name, plan in sold
    ]


def order(
    buyer: Customer, basket: Sequence[tuple[Plan, int]], *, at: datetime | None = None, expected: Money | None = None
) -> Subscription:
    """A subscription to these plans, not yet billed."""
    return place_order(
        customer=buyer,
        basket=[(plan.pk, quantity) for plan, quantity in basket],
        expected_total=expected,
        actor=SYSTEM,
        at=at or clock.now(),
    )
