"""What the database refuses, whoever asks."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from core.actors import SYSTEM
from core.ids import uuid7
from marketplace.billing.actions import bill_subscription
from marketplace.billing.models import Counter, Invoice, Line, TaxLine
from marketplace.subscriptions.models import Item, Subscription, TimelineEntry
from tests.factories.customers import order
from tests.marketplace.conftest import START

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(buyer, plans):
    subscription = order(buyer, [(plans[0], 1), (plans[1], 2)], at=START)
    issued = bill_subscription(subscription=subscription, actor=SYSTEM, at=START)
    check_deferred()
    return issued


def check_deferred():
    """Run the checks of the end of a transaction now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(change):
    with pytest.raises(DatabaseError):
        _in_a_transaction(change)


def _in_a_transaction(change):
    with transaction.atomic():
        change()
        check_deferred()


@pytest.mark.parametrize("model", [Invoice, Line, TaxLine, Item, TimelineEntry])
def test_nothing_issued_or_sold_is_updated_or_deleted(invoice, model):
    before = list(model.objects.order_by("pk").values())
    assert before
    field = {"Invoice": "gross_minor", "Line": "net_minor", "TaxLine": "tax_minor", "Item": "quantity"}.get(
        model.__name__, "effective_on"
    )
    change = date(2030, 1, 1) if field == "effective_on" else F(field) + 1
    refused(lambda: model.objects.update(**{field: change}))
    refused(lambda: model.objects.all()._raw_delete("default"))
    assert list(model.objects.order_by("pk").values()) == before


def copy(row, **changes):
    row.pk = uuid7()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def test_the_same_service_is_not_billed_twice(invoice):
    refused(lambda: copy(invoice.lines.first(), position=9))


def test_no_line_joins_an_invoice_once_issued_even_one_of_nothing(invoice):
    for net in (0, 100):
        line = invoice.lines.first()
        refused(
            lambda line=line, net=net: copy(
                line, position=9, net_minor=net, service_start=date(2031, 1, 1), service_end=date(2031, 2, 1)
            )
        )


def test_an_invoice_without_its_lines_does_not_commit(invoice):
    refused(lambda: copy(Invoice.objects.get(), number=99))


def test_an_invoice_whose_gross_is_not_net_plus_tax_does_not_exist(invoice):
    refused(lambda: copy(Invoice.objects.get(), number=99, gross_minor=1))


def test_no_tax_line_joins_later(invoice):
    refused(lambda: copy(invoice.tax_lines.get(), rate=7, taxable_minor=0, tax_minor=5))


def test_a_number_is_given_once(invoice):
    refused(lambda: copy(Invoice.objects.get()))


def test_states_and_quantities_that_cannot_be_are_refused(invoice):
    refused(lambda: Subscription.objects.update(state="paused"))
    refused(lambda: Subscription.objects.update(state="ending"))
    refused(lambda: copy(Item.objects.first(), position=9, quantity=0))


def test_a_rolled_back_invoice_leaves_no_gap(invoice, buyer, plans):
    lost = Lost()
    with pytest.raises(Lost):
        _bill_and_fail(buyer, plans[0], lost)
    kept = bill_subscription(subscription=order(buyer, [(plans[0], 1)], at=START), actor=SYSTEM, at=START)
    assert kept is not None
    assert kept.number == lost.number == invoice.number + 1
    assert Counter.objects.get().last == kept.number


class Lost(Exception):
    number = 0


def _bill_and_fail(buyer, plan, lost):
    with transaction.atomic():
        subscription = order(buyer, [(plan, 1)], at=START)
        invoice = bill_subscription(subscription=subscription, actor=SYSTEM, at=START)
        lost.number = invoice.number
        raise lost
