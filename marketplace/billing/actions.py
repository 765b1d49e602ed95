"""Issuing invoices: the difference between what should be billed and what is."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import F

from core.actors import Actor
from core.events.recording import record
from core.money import round_half_away
from core.periods import local_date
from marketplace.billing.drafting import Draft, draft
from marketplace.billing.events import InvoiceIssued
from marketplace.billing.models import Counter, Invoice, Line, TaxLine
from marketplace.billing.parties import Seller, buyer_json, seller, tax_party
from marketplace.billing.queries import next_billing_day, snapshot_of
from marketplace.billing.rating import LineKey, diff, rate
from marketplace.billing.taxation import evidence, tax_for
from marketplace.subscriptions.actions import locked, plan_billing
from marketplace.subscriptions.models import Item, Subscription

UNIT_PRICE_DECIMALS = 12


class SurplusBilled(Exception):
    """More was billed than the timeline asks for, which needs a credit note; nothing has been written."""

    def __init__(self, subscription: Subscription, surplus: tuple[LineKey, ...]) -> None:
        super().__init__(f"{subscription.reference} has billed lines that its timeline does not ask for: {surplus}")


@transaction.atomic
def bill_subscription(*, subscription: Subscription, actor: Actor, at: datetime) -> Invoice | None:
    """Bring what is billed up to what should be, as of `at` on the customer's calendar; None if nothing is missing.

    A fix point: run again, or at the same time (the subscription's row is locked), it writes nothing, and daily runs
    give what one run gives. Raises SurplusBilled.
    """
    subscription = locked(subscription)
    today = local_date(at, subscription.customer.zone)
    snapshot = snapshot_of(subscription)
    difference = diff(rate(snapshot, today), Line.objects.keys_of(subscription))
    if difference.surplus:
        raise SurplusBilled(subscription, difference.surplus)
    plan_billing(subscription=subscription, on=next_billing_day(snapshot, today))
    if not difference.missing:
        return None
    tax = tax_for(tax_party(subscription.customer), seller_country=seller().country, on=today)
    invoice = _issue(
        subscription, draft(difference.missing, tax=tax, currency=subscription.currency), seller=seller(), at=at
    )
    record(
        InvoiceIssued(
            invoice_id=invoice.pk,
            subscription_id=subscription.pk,
            customer_id=subscription.customer_id,
            reference=invoice.reference,
        ),
        actor=actor,
        at=at,
    )
    return invoice


def _issue(subscription: Subscription, content: Draft, *, seller: Seller, at: datetime) -> Invoice:
    customer = subscription.customer
    issued_on = local_date(at, customer.zone)
    series = f"INV-{issued_on.year}"
    invoice = Invoice.objects.create(
        legal_entity=seller.name,
        series=series,
        number=_next_number(seller.name, series),
        customer=customer,
        subscription=subscription,
        issued_at=at,
        issued_on=issued_on,
        currency=content.currency,
        seller=asdict(seller),
        buyer=buyer_json(customer),
        tax_evidence=evidence(tax_party(customer), seller_country=seller.country, on=issued_on),
        line_count=len(content.lines),
        net_minor=content.totals.net,
        tax_minor=content.totals.tax,
        gross_minor=content.totals.gross,
    )
    items = Item.objects.in_bulk([line.key.item_id for line in content.lines])
    Line.objects.bulk_create(
        Line(
            invoice=invoice,
            position=position,
            item=items[line.key.item_id],
            price_id=line.key.price_id,
            component=line.key.component,
            service_start=line.key.service_start,
            service_end=line.key.service_end,
            partner_id=items[line.key.item_id].partner_id,
            partner_name=items[line.key.item_id].partner_name,
            description=items[line.key.item_id].description,
            quantity=line.quantity,
            unit_price=stored_unit_price(line.unit_price),
            net_minor=line.net,
            tax_category=content.tax.category,
            tax_rate=content.tax.rate,
            explanation=line.explanation,
        )
        for position, line in enumerate(content.lines, 1)
    )
    TaxLine.objects.bulk_create(
        TaxLine(
            invoice=invoice,
            category=line.tax.category,
            rate=line.tax.rate,
            taxable_minor=line.taxable,
            tax_minor=line.amount,
            note=line.tax.note,
        )
        for line in content.totals.tax_lines
    )
    return invoice


def _next_number(legal_entity: str, series: str) -> int:
    """Give the next number of a series. Its row stays locked until commit, so a rolled-back invoice leaves no gap."""
    Counter.objects.bulk_create([Counter(legal_entity=legal_entity, series=series)], ignore_conflicts=True)
    row = Counter.objects.filter(legal_entity=legal_entity, series=series)
    row.update(last=F("last") + 1)
    return row.values_list("last", flat=True).get()


def stored_unit_price(exact: Fraction) -> Decimal:
    """Return a unit price as it is stored: major units with 12 decimals, rounded half away from zero."""
    return Decimal(round_half_away(exact * 10**UNIT_PRICE_DECIMALS)).scaleb(-UNIT_PRICE_DECIMALS)
